/** A candidate of a client, as Janus takes it. */
import type { Candidate } from '@lectern/protocol';
import type { Candidate as JanusCandidate } from '../janus/handle.ts';

/** Null where there are no more. */
export const candidateOf = ({ candidate, sdpMid = null, sdpMLineIndex = null }: Candidate): JanusCandidate =>
  candidate === '' ? null : { candidate, sdpMid, sdpMLineIndex };
