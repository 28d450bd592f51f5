/** The handshake, settled once for each connection. A refusal costs a look-up and leaves nothing behind. */
import {
  agreeOnVersion,
  Handshake,
  SignalingError,
  VersionRange,
  type LinkId,
  type RoomId,
  type WatcherId,
} from '@lectern/protocol';
import * as z from 'zod/mini';
import { newWatcherId } from './ids.ts';
import type { Parts } from './parts.ts';
import type { PresenterClaims } from './tokens.ts';

export type Admitted =
  | {
      readonly role: 'watcher';
      readonly protocol: number;
      readonly roomId: RoomId;
      readonly watcherId: WatcherId;
      readonly token: string;
      readonly holds: LinkId | undefined;
    }
  | { readonly role: 'presenter'; readonly protocol: number; readonly claims: PresenterClaims | null };

/** Enough to agree on a version; the rest may have another shape in another version. */
const Greeting = z.object({ protocol: VersionRange });

type Parted<R extends Handshake['role']> = Extract<Handshake, { role: R }>;

export interface Caller {
  /** What limits count by. */
  readonly addressKey: string;
  /** A presenter's key that came beside the handshake. */
  readonly presenterKey: string | undefined;
}

/** Throws the reason of a refusal. */
export async function admit(parts: Parts, auth: unknown, from: Caller): Promise<Admitted> {
  const greeting = Greeting.safeParse(auth);
  if (!greeting.success) throw new SignalingError('bad-request', 'the handshake names no protocol versions');
  const agreed = agreeOnVersion(greeting.data.protocol, parts.protocol);
  if ('refused' in agreed) throw new SignalingError(agreed.refused);
  const handshake = Handshake.safeParse(auth);
  if (!handshake.success) throw new SignalingError('bad-request', 'the handshake cannot be read');
  const { version: protocol } = agreed;
  return handshake.data.role === 'watcher'
    ? { ...(await admitWatcher(parts, handshake.data, from.addressKey)), protocol }
    : { ...(await admitPresenter(parts, handshake.data, from)), protocol };
}

async function admitWatcher(parts: Parts, { roomId, token, holds }: Parted<'watcher'>, addressKey: string) {
  const { rooms, tokens } = parts;
  const claims = token === undefined ? null : await tokens.readWatcher(token);
  if (claims !== null && claims.roomId !== roomId) throw new SignalingError('unauthorized', 'a token for another room');
  if (claims === null && rooms.find(roomId) === undefined) throw unknownRoom(parts, addressKey);
  const watcherId = claims?.watcherId ?? newWatcherId();
  // The token proves that the room has existed; its presenter is yet to come back.
  rooms.findOrCreate(roomId).checkSeat(watcherId, holds);
  return { role: 'watcher', roomId, watcherId, holds, token: await tokens.forWatcher({ roomId, watcherId }) } as const;
}

/**
 * Whoever makes rooms up is soon told nothing any more. Only that: three hundred students may share the address, so those with
 * the right link, a token or a room's key get in all the same.
 */
function unknownRoom({ failures }: Parts, addressKey: string): SignalingError {
  return new SignalingError(failures.take(addressKey) ? 'room-unknown' : 'too-many');
}

/** The key is asked for on every connection, so that taking one back ends what it opened at the next. */
async function admitPresenter(parts: Parts, { token, key }: Parted<'presenter'>, from: Caller) {
  const presenting = parts.presenterKeys.judge(key ?? from.presenterKey);
  if (presenting === 'key-required') throw new SignalingError('key-required');
  if (presenting === 'key-refused') throw wrongKey(parts, from.addressKey);
  return { role: 'presenter', claims: token === undefined ? null : await parts.tokens.readPresenter(token) } as const;
}

/** As with made-up rooms: whoever tries keys out is soon told nothing any more. */
function wrongKey({ failures }: Parts, addressKey: string): SignalingError {
  return new SignalingError(failures.take(addressKey) ? 'key-refused' : 'too-many');
}
