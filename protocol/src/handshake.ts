/** What a client says when it connects: Socket.IO's `auth` object. Read leniently, since it comes before the version is agreed. */
import * as z from 'zod/mini';
import { VersionRange } from './version.ts';
import { LinkId, RoomId, Token } from './values.ts';

/** Where a presenter's key travels beside the handshake: the app adds it outside of its page, which never holds it. */
export const PRESENTER_KEY_HEADER = 'x-lectern-presenter-key';
export const PRESENTER_KEY_MAX_LENGTH = 256;

const WatcherHandshake = z.object({
  role: z.literal('watcher'),
  protocol: VersionRange,
  roomId: RoomId,
  /** Of an earlier connection to the same room: makes the client the same watcher again. */
  token: z.optional(Token),
  /** The link that the watcher still holds, to be given it back. */
  holds: z.optional(LinkId),
});

const PresenterHandshake = z.object({
  role: z.literal('presenter'),
  protocol: VersionRange,
  /** Of an earlier connection in the same run: opens the room again without another proof. */
  token: z.optional(Token),
  /** The key that an admin has given this presenter, where the service asks for one. May come in a header instead. */
  key: z.optional(z.string().check(z.maxLength(PRESENTER_KEY_MAX_LENGTH))),
});

export const Handshake = z.discriminatedUnion('role', [WatcherHandshake, PresenterHandshake]);
export type Handshake = z.infer<typeof Handshake>;
export type Role = Handshake['role'];
