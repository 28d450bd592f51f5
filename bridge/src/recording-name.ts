/**
 * The names of files that the person keeps, recordings and rooms: in characters that every file
 * system accepts.
 */

/** Ending of a file that is still written, or was never finished. */
export const PART = '.part';

/** Most file systems allow 255 bytes, of which date, number and endings need the rest. */
const MAX_TITLE_BYTES = 160;

/**
 * What Windows forbids, path separators, control characters, marks of text direction, lone
 * surrogates.
 */
// oxlint-disable-next-line no-control-regex -- they are removed
const UNFIT = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/gu;

function withinBytes(text: string, maxBytes: number): string {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Windows drops dots and spaces at the end of a name, so the file would not be found under it. */
function fitTitle(title: string): string {
  const clean = title.replaceAll(UNFIT, ' ').replaceAll(/\s+/gu, ' ').trim();
  return withinBytes(clean, MAX_TITLE_BYTES).replace(/[. ]+$/u, '');
}

/** For example `Lectern 2026-11-22 14-05 Tides.webm`, in local time. */
export function recordingName(title: string, now: Date): string {
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}-${two(now.getMinutes())}`;
  return `${['Lectern', day, time, fitTitle(title)].filter(Boolean).join(' ')}.webm`;
}

/** For example `Lectern room Tides.lectern-room`. */
export const roomFileName = (title: string): string =>
  `${['Lectern room', fitTitle(title)].filter(Boolean).join(' ')}.lectern-room`;

/** The name with a number from 2 on, for further recordings of the same minute: `… (2).webm`. */
export function numberedName(name: string, number: number): string {
  return number < 2 ? name : name.replace(/\.webm$/, ` (${number}).webm`);
}
