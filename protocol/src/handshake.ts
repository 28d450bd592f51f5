/**
 * What a client sends when it connects: Socket.IO's `auth` object. Unknown keys are allowed: no
 * version is agreed on yet.
 */
import * as z from 'zod/mini';
import { PasscodeProof } from './passcode.ts';
import { VersionRange } from './version.ts';
import { LinkId, RoomId, ServiceUrl, Token } from './values.ts';

/**
 * The header that carries a presenter's key beside the handshake: the app's main process adds it,
 * so its page never holds it.
 */
export const PRESENTER_KEY_HEADER = 'x-lectern-presenter-key';
export const PRESENTER_KEY_MAX_LENGTH = 256;

const WatcherHandshake = z.object({
  role: z.literal('watcher'),
  protocol: VersionRange,
  roomId: RoomId,
  /** From an earlier connection to the same room. With it the client is the same watcher again. */
  token: z.optional(Token),
  /** The link that the watcher still holds and wants back. */
  holds: z.optional(LinkId),
  /** It understands `room:awaited`, and may wait on its socket for a room that is not open yet. */
  waits: z.optional(z.boolean()),
  /** Proves the room's passcode. Not needed with a token of its generation. */
  passcode: z.optional(PasscodeProof),
});

const PresenterHandshake = z.object({
  role: z.literal('presenter'),
  protocol: VersionRange,
  /** From an earlier connection of the same run. Opens the room again without another proof. */
  token: z.optional(Token),
  /**
   * The presenter key from the service's admin, if the service requires one. The header may carry
   * it instead.
   */
  key: z.optional(z.string().check(z.maxLength(PRESENTER_KEY_MAX_LENGTH))),
  /**
   * The service's address as the presenter's app dials it, such as `https://lectern.example`. It
   * proves nothing. It tells a wrong setup from a wrong key, and behind a proxy the service may
   * know no better address for the watch link.
   */
  dialed: z.catch(z.optional(ServiceUrl), undefined),
});

export const Handshake = z.discriminatedUnion('role', [WatcherHandshake, PresenterHandshake]);
export type Handshake = z.infer<typeof Handshake>;
export type Role = Handshake['role'];
