/** Failures as clients read them. */
import { SignalingError, type ErrorCode, type WireError } from '@lectern/protocol';

/** What clients before version 3 try again after, in place of codes that they do not know. */
const before3: Partial<Record<ErrorCode, ErrorCode>> = { 'room-moving': 'internal' };

/** The text of a bug stays in the service. */
export function asWireError(error: unknown): WireError {
  if (!(error instanceof SignalingError)) return { code: 'internal', message: '' };
  const { code, message, epoch, waitMs } = error;
  return { code, message, ...(epoch === undefined ? {} : { epoch }), ...(waitMs === undefined ? {} : { waitMs }) };
}

/** `protocol`: the newest version that the client speaks. */
export function readableIn(protocol: number, error: WireError): WireError {
  const known = protocol < 3 ? before3[error.code] : undefined;
  return known === undefined ? error : { ...error, code: known };
}
