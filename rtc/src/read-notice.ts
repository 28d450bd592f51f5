/** A notice of the service, checked against its schema. */
import { notices, type NoticeName, type NoticePayload } from '@lectern/protocol';
import loglevel from 'loglevel';

const log = loglevel.getLogger('signaling');

export type Notice = readonly [NoticeName, NoticePayload<NoticeName>];

/** Undefined for a notice that this version does not know, and for one that is not valid. */
export function readNotice(name: string, raw: unknown): Notice | undefined {
  if (!Object.hasOwn(notices, name)) return undefined;
  const known = name as NoticeName;
  const payload = notices[known].payload.safeParse(raw);
  if (payload.success) return [known, payload.data];
  log.warn(`a malformed notice was dropped: ${name}`);
  return undefined;
}
