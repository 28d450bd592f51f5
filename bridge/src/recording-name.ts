/** How a recording's file is called: when and what, in letters that every system and every disk takes. */

/** While it is being written, a file has this after its name; so has one that was never finished. */
export const PART = '.part';

/** Most file systems take 255 bytes; this leaves room for the date, a number and the endings. */
const MOST_TITLE_BYTES = 160;

/** Forbidden on Windows or a path's own signs; control characters; marks that turn the direction of what follows; halves of signs. */
// oxlint-disable-next-line no-control-regex -- they are what has to go
const UNFIT = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/gu;

function withinBytes(text: string, mostBytes: number): string {
  let kept = '';
  let bytes = 0;
  for (const sign of text) {
    bytes += new TextEncoder().encode(sign).length;
    if (bytes > mostBytes) break;
    kept += sign;
  }
  return kept;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `Lectern 2026-11-22 14-05 Tides.webm`, by the clock on this machine's wall. */
export function recordingName(title: string, now: Date): string {
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}-${two(now.getMinutes())}`;
  const spoken = title.replaceAll(UNFIT, ' ').replaceAll(/\s+/gu, ' ').trim();
  // Windows drops dots and spaces at the end of a name, and could then not find the file again.
  const fit = withinBytes(spoken, MOST_TITLE_BYTES).replace(/[. ]+$/u, '');
  return `${['Lectern', day, time, fit].filter(Boolean).join(' ')}.webm`;
}

/** The same name with a number, for the second recording of a minute: `… (2).webm`. */
export function numberedName(name: string, number: number): string {
  return number < 2 ? name : name.replace(/\.webm$/, ` (${number}).webm`);
}
