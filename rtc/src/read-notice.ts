/** A notice of the service, checked against its schema. */
import type { NoticeName, NoticePayload, ProtocolTable } from '@lectern/protocol';
import loglevel from 'loglevel';

const log = loglevel.getLogger('signaling');

export type Notice = readonly [NoticeName, NoticePayload<NoticeName>];

/** Undefined for a notice that this version does not know, and for one that is not valid. */
export function readNotice(table: ProtocolTable['notices'], name: string, raw: unknown): Notice | undefined {
  const spec = Object.hasOwn(table, name) ? table[name] : undefined;
  if (spec === undefined) return undefined;
  const payload = spec.payload.safeParse(raw);
  // The table pairs name and schema.
  if (payload.success) return [name, payload.data] as Notice;
  log.warn(`a malformed notice was dropped: ${name}`);
  return undefined;
}
