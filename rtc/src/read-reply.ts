/** A reply of the service, checked against the table of requests. */
import {
  ReplyEnvelope,
  SignalingError,
  type ProtocolTable,
  type RequestName,
  type RequestResult,
} from '@lectern/protocol';

/** @throws {SignalingError} The service's refusal; `internal` where the reply is malformed. */
export function readReply<N extends RequestName>(
  table: ProtocolTable['requests'],
  name: N,
  raw: unknown,
): RequestResult<N> {
  const reply = ReplyEnvelope.safeParse(raw);
  if (!reply.success) throw new SignalingError('internal', `malformed reply to ${name}`);
  if (!reply.data.ok) {
    const { code, message, epoch, waitMs } = reply.data.error;
    throw new SignalingError(code, message, epoch, waitMs);
  }
  const result = table[name]?.result.safeParse(reply.data.data);
  if (result?.success !== true) throw new SignalingError('internal', `malformed result of ${name}`);
  // The table pairs the schema with the name; TypeScript cannot follow that through a generic name.
  return result.data as RequestResult<N>;
}
