/**
 * Fragments of descriptions, by which candidates are sent after the offer, and ICE restarts
 * (RFC 8840, section 9; RFC 9725, section 4.3). Pure.
 */
import type { Candidate } from '../janus/handle.ts';

const MAX_LINES = 300;
const MAX_CANDIDATES = 64;
const LINE = /^[a-z]=[\x20-\x7e]*$/;

export interface IceFragment {
  readonly ufrag: string | null;
  readonly password: string | null;
  readonly candidates: readonly Candidate[];
}

const valueOf = (lines: readonly string[], name: string): string | null =>
  lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3) ?? null;

/** Null for what is no fragment. */
export function readFragment(text: string): IceFragment | null {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (lines.length === 0 || lines.length > MAX_LINES || !lines.every((line) => LINE.test(line))) return null;
  const candidates: Candidate[] = [];
  let [sdpMid, index, isComplete] = [null as string | null, -1, false];
  for (const line of lines) {
    if (line.startsWith('m=')) index += 1;
    else if (line.startsWith('a=mid:')) sdpMid = line.slice('a=mid:'.length);
    else if (line.startsWith('a=candidate:')) {
      candidates.push({ candidate: line.slice('a='.length), sdpMid, sdpMLineIndex: Math.max(0, index) });
    } else if (line === 'a=end-of-candidates') isComplete = true;
  }
  if (candidates.length > MAX_CANDIDATES) return null;
  if (isComplete) candidates.push(null);
  return { ufrag: valueOf(lines, 'ice-ufrag'), password: valueOf(lines, 'ice-pwd'), candidates };
}

/** The credentials of an offer or an answer. */
export const ufragIn = (sdp: string): string | null => valueOf(sdp.split(/\r?\n/), 'ice-ufrag');

/** The offer as it would be after a restart with these credentials and candidates. */
export function restartedOffer(offer: string, { ufrag, password, candidates }: IceFragment): string {
  const found = candidates
    .flatMap((candidate) => (candidate === null ? [] : [`a=${candidate.candidate}\r\n`]))
    .join('');
  return offer
    .replaceAll(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, '')
    .replaceAll(/^(a=ice-ufrag:).*$/gm, `$1${ufrag ?? ''}\r`)
    .replaceAll(/^(a=ice-pwd:).*$/gm, `$1${password ?? ''}\r`)
    .replaceAll('\r\r', '\r')
    .replace(/^(m=(?:audio|video) .*\r?\n)/m, `$1${found}`);
}

/** What the other end needs of the answer to a restart: credentials and candidates of the first medium. */
export function answerFragment(answer: string): string {
  const lines = answer.split(/\r?\n/);
  const first = (start: string): string[] => lines.filter((line) => line.startsWith(start)).slice(0, 1);
  const candidates = [...new Set(lines.filter((line) => line.startsWith('a=candidate:')))];
  return [
    ...first('a=ice-lite'),
    ...first('a=ice-ufrag:'),
    ...first('a=ice-pwd:'),
    ...first('m='),
    ...first('a=mid:'),
    ...candidates,
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}
