/**
 * What kind of error it was, fit for a log: the text of a WebRTC error may quote SDP or a
 * candidate.
 */
import { SignalingError } from '@lectern/protocol';

export function errorName(error: unknown): string {
  if (error instanceof SignalingError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
