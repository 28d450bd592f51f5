/**
 * Decides about a handshake: version, role, seat or key. A refusal is cheap and leaves nothing
 * behind.
 */
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
import type { FindRoom, RoomPort } from '../cluster/room-port.ts';
import { newWatcherId } from '../room/ids.ts';
import type { Applicant } from '../room/room.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { MayPresent } from './may-present.ts';
import type { PerAddress } from './per-address.ts';
import type { PresenterClaims, Tokens } from './tokens.ts';

export type Admitted =
  | {
      readonly role: 'watcher';
      readonly protocol: number;
      readonly roomId: RoomId;
      readonly watcherId: WatcherId;
      /** The room is not open yet: the watcher waits for that. */
      readonly isAwaiting: boolean;
      readonly token: string | undefined;
      readonly holds: LinkId | undefined;
      readonly isReturning: boolean;
    }
  | {
      readonly role: 'presenter';
      readonly protocol: number;
      readonly claims: PresenterClaims | null;
      /** Null where everybody may present. */
      readonly identity: PresenterIdentity | null;
      /** The service's address as the app says it dialed it. */
      readonly dialed: string;
    };

export interface AdmissionDeps {
  readonly tokens: Tokens;
  readonly mayPresent: MayPresent;
  readonly findRoom: FindRoom;
  /** Counts unknown rooms, per address. */
  readonly failures: PerAddress;
  /** What waits for clients that do not read or are away. */
  readonly waiting: WaitingBytes;
  /** The protocol versions that this service speaks. */
  readonly protocol: VersionRange;
}

/** Enough to agree on a version. The rest may have another shape in another version. */
const Greeting = z.object({ protocol: VersionRange });

type HandshakeOf<R extends Handshake['role']> = Extract<Handshake, { role: R }>;

export interface Caller {
  /** What limits count by. */
  readonly addressKey: string;
  /** A presenter's key that came in a header beside the handshake. */
  readonly presenterKey: string | undefined;
  /** The admission of a presenter's sign-in, from a header as well. */
  readonly admission: string | undefined;
}

/** Throws the reason of a refusal. */
export async function admit(deps: AdmissionDeps, auth: unknown, caller: Caller): Promise<Admitted> {
  const greeting = Greeting.safeParse(auth);
  if (!greeting.success) throw new SignalingError('bad-request', 'the handshake names no protocol versions');
  const agreed = agreeOnVersion(greeting.data.protocol, deps.protocol);
  if ('refused' in agreed) throw new SignalingError(agreed.refused);
  const handshake = Handshake.safeParse(auth);
  if (!handshake.success) throw new SignalingError('bad-request', 'the handshake has the wrong shape');
  const { version: protocol } = agreed;
  return handshake.data.role === 'watcher'
    ? { ...(await admitWatcher(deps, handshake.data, caller.addressKey)), protocol }
    : { ...(await admitPresenter(deps, handshake.data, { ...caller, protocol })), protocol };
}

async function admitWatcher(deps: AdmissionDeps, handshake: HandshakeOf<'watcher'>, addressKey: string) {
  const { roomId, token, holds, waits = false } = handshake;
  const claims = token === undefined ? null : await deps.tokens.readWatcher(token);
  if (claims !== null && claims.roomId !== roomId) throw new SignalingError('unauthorized', 'a token for another room');
  const watcherId = claims?.watcherId ?? newWatcherId();
  const isReturning = claims !== null;
  if (!isReturning && deps.waiting.isFull) throw new SignalingError('too-many', 'too much waits to be read');
  // Refuses early. `RoomPort.join` checks the seat again, for the room may change until the socket
  // is connected.
  const room = deps.findRoom(roomId);
  const mayWait = waits && !isReturning && (await room.mayAwait());
  const isAwaiting = !(await mayJoin(deps, room, { watcherId, isReturning, holds }, { addressKey, mayWait }));
  // A token shows that the room exists, so a watcher that waits for it has none.
  const nextToken = isAwaiting ? undefined : await deps.tokens.forWatcher({ roomId, watcherId });
  return { role: 'watcher', roomId, watcherId, isReturning, isAwaiting, holds, token: nextToken } as const;
}

/** False when the room is not open yet, and the watcher may wait for that. */
async function mayJoin(
  deps: AdmissionDeps,
  room: RoomPort,
  applicant: Applicant,
  { addressKey, mayWait }: { readonly addressKey: string; readonly mayWait: boolean },
): Promise<boolean> {
  try {
    await room.checkSeat(applicant);
    return true;
  } catch (error) {
    if (!(error instanceof SignalingError) || error.code !== 'room-unknown') throw error;
    if (mayWait) return false;
    throw counted(deps, error, addressKey);
  }
}

/**
 * A presenter's key is checked on every connection, so a revoked key opens nothing after the next
 * reconnect.
 */
async function admitPresenter(
  deps: AdmissionDeps,
  handshake: HandshakeOf<'presenter'>,
  caller: Caller & { readonly protocol: number },
) {
  const { token, dialed = '' } = handshake;
  const key = handshake.key ?? caller.presenterKey;
  const judgement = await deps.mayPresent.judge({ key, admission: caller.admission }, caller.addressKey);
  const { presenting } = judgement;
  if (presenting !== 'admitted' && presenting !== 'open') {
    // An app of an earlier version would take the code for a passing fault and try for ever.
    const isKnown = caller.protocol >= 3 || !presenting.startsWith('sign-in-');
    throw new SignalingError(isKnown ? presenting : 'key-required');
  }
  const claims = token === undefined ? null : await deps.tokens.readPresenter(token);
  const identity = judgement.presenting === 'admitted' ? judgement.identity : null;
  return { role: 'presenter', claims, identity, dialed } as const;
}

/**
 * An address that guesses rooms soon gets `too-many` instead of the reason. Nothing else is
 * withheld: hundreds of watchers may share the address, so the right link or token is still accepted.
 */
const counted = ({ failures }: AdmissionDeps, reason: SignalingError, addressKey: string): SignalingError =>
  failures.tryConsume(addressKey) ? reason : new SignalingError('too-many');
