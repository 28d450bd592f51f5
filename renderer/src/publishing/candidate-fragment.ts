/**
 * Candidates as a fragment of a session description, which WHIP sends after the offer (RFC 9725,
 * section 4.3.2; RFC 8840, section 9). Pure.
 */

interface FoundCandidates {
  /** The description that they belong to. All its media are in one bundle. */
  readonly sdp: string;
  /** Each as `RTCIceCandidate.candidate` has it. */
  readonly candidates: readonly string[];
  /** No more will come. */
  readonly areAll: boolean;
}

/** Null where the description is none of ICE. */
export function candidateFragment({ sdp, candidates, areAll }: FoundCandidates): string | null {
  const lines = sdp.split(/\r?\n/);
  const first = (start: string): string | undefined => lines.find((line) => line.startsWith(start));
  const [ufrag, password, medium, mid] = ['a=ice-ufrag:', 'a=ice-pwd:', 'm=', 'a=mid:'].map(first);
  if (ufrag === undefined || password === undefined || medium === undefined || mid === undefined) return null;
  const found = candidates.filter((candidate) => candidate !== '').map((candidate) => `a=${candidate}`);
  return [ufrag, password, medium, mid, ...found, ...(areAll ? ['a=end-of-candidates'] : []), ''].join('\r\n');
}
