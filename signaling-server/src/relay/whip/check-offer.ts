/**
 * Whether an offer of another program is one that WHIP or WHEP allows (RFC 9725, section 4.2 and
 * 4.4), before anything else reads it. Pure.
 */
import type { StreamUse } from './stream-keys.ts';

const MAX_LINES = 2_000;
const MAX_CANDIDATES = 64;

/** What every line of a description is: one letter, and text without control characters. */
const LINE = /^[a-z]=[\t\x20-\x7e\x80-\uffff]*$/;

/** Null for an offer that is right; else why not. `malformed`: no description at all. */
export type OfferFault = 'malformed' | 'unsupported' | null;

const directions = {
  publish: ['sendonly', 'sendrecv'],
  play: ['recvonly', 'sendrecv'],
} as const satisfies Record<StreamUse, readonly string[]>;

export function checkOffer(sdp: string, use: StreamUse): OfferFault {
  const lines = sdp.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines[0] !== 'v=0' || lines.length > MAX_LINES || !lines.every((line) => LINE.test(line))) return 'malformed';
  const [session = [], ...media] = sections(lines);
  if (media.length === 0) return 'malformed';
  if (lines.filter((line) => line.startsWith('a=candidate:')).length > MAX_CANDIDATES) return 'malformed';
  const kinds = media.map(([first = '']) => /^m=(audio|video) \d+ UDP\/TLS\/RTP\/SAVPF(?: \d{1,3})+$/.exec(first)?.[1]);
  if (kinds.includes(undefined) || new Set(kinds).size < kinds.length) return 'unsupported';
  const isRight = media.every((medium) => {
    const has = (start: string): boolean => [...medium, ...session].some((line) => line.startsWith(start));
    return (
      ['a=ice-ufrag:', 'a=ice-pwd:', 'a=fingerprint:', 'a=setup:'].every(has) &&
      medium.includes('a=rtcp-mux') &&
      directions[use].some((direction) => medium.includes(`a=${direction}`))
    );
  });
  return isRight ? null : 'unsupported';
}

/** The lines of the session, then those of each medium. */
function sections(lines: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) found.push([]);
    found.at(-1)?.push(line);
  }
  return found;
}

/** One layer is what players get, so others are not negotiated (RFC 8853). */
export const withoutSimulcast = (sdp: string): string => sdp.replaceAll(/^a=(?:simulcast|rid):.*\r?\n/gm, '');
