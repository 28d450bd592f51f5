/**
 * Decides about a handshake: version, role, seat or key. A refusal is cheap and leaves nothing
 * behind.
 */
import {
  agreeOnVersion,
  arrivalOf,
  Handshake,
  SignalingError,
  VersionRange,
  type RoomId,
  type WatcherId,
} from '@lectern/protocol';
import * as z from 'zod/mini';
import { RoomMovingError } from '../cluster/moving-rooms.ts';
import type { Arrival, CheckedSeat, EarlyArrival, FindRoom, RoomPort } from '../cluster/room-port.ts';
import { newWatcherId } from '../room/ids.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import { checkLoad, type LoadDeps } from './check-load.ts';
import type { DoorObserver } from './door-observer.ts';
import { EarlyOutlet } from './early-outlet.ts';
import type { MayPresent } from './may-present.ts';
import type { PerAddress } from '../room/per-address.ts';
import type { Returns } from './returns.ts';
import { watcherClaims, type PresenterClaims, type Tokens } from './tokens.ts';

export type Admitted =
  | {
      readonly role: 'watcher';
      readonly protocol: number;
      readonly roomId: RoomId;
      readonly watcherId: WatcherId;
      readonly room: RoomPort;
      /** The outlet with which it has joined already; undefined where it has not. */
      readonly early: EarlyOutlet | undefined;
      /** Into a seat or the lobby; or the room is not open yet, and the watcher waits for that. */
      readonly into: Entry['into'] | 'awaited-room';
      readonly token: string | undefined;
      /** What the room has to know of it. */
      readonly applicant: Applicant;
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

export interface AdmissionDeps extends LoadDeps {
  readonly tokens: Tokens;
  readonly mayPresent: MayPresent;
  readonly findRoom: FindRoom;
  /** Counts unknown rooms, per address. */
  readonly failures: PerAddress;
  /** What waits for clients that do not read or are away. */
  readonly waiting: WaitingBytes;
  readonly returns: Pick<Returns, 'withinMs' | 'nextTurnMs'>;
  readonly observer: Pick<DoorObserver, 'limitHit' | 'refusedForLoad'>;
  /** The protocol versions that this service speaks. */
  readonly protocol: VersionRange;
}

/** Enough to agree on a version. The rest may have another shape in another version. */
const Greeting = z.object({ protocol: VersionRange });

/** Pages of earlier versions know neither passcodes nor lobbies. */
const ENTRY_SINCE_VERSION = 3;

type HandshakeOf<R extends Handshake['role']> = Extract<Handshake, { role: R }>;

export interface Caller {
  /** What limits count by. */
  readonly addressKey: string;
  /** A presenter's key that came in a header beside the handshake. */
  readonly presenterKey: string | undefined;
  /** The admission of a presenter's sign-in, from a header as well. */
  readonly admission: string | undefined;
  /** No watcher has been let in over its connection yet, so this one may be. */
  readonly isUnused: boolean;
  /** Its connection still stands. */
  readonly isHere: () => boolean;
}

/** Throws the reason of a refusal. */
export async function admit(deps: AdmissionDeps, auth: unknown, caller: Caller): Promise<Admitted> {
  const handshake = Handshake.safeParse(auth);
  const agreed = agreeOnVersion(handshake.success ? handshake.data.protocol : versionsIn(auth), deps.protocol);
  if ('refused' in agreed) throw new SignalingError(agreed.refused);
  if (!handshake.success) throw new SignalingError('bad-request', 'the handshake has the wrong shape');
  const { version: protocol } = agreed;
  return handshake.data.role === 'watcher'
    ? await admitWatcher(deps, handshake.data, { ...caller, protocol })
    : await admitPresenter(deps, handshake.data, { ...caller, protocol });
}

/** The versions of a client whose handshake has another shape. */
function versionsIn(auth: unknown): VersionRange {
  const greeting = Greeting.safeParse(auth);
  if (!greeting.success) throw new SignalingError('bad-request', 'the handshake names no protocol versions');
  return greeting.data.protocol;
}

async function admitWatcher(
  deps: AdmissionDeps,
  handshake: HandshakeOf<'watcher'>,
  { addressKey: address, isUnused, isHere, protocol }: Caller & { readonly protocol: number },
): Promise<Admitted> {
  const { roomId, token, holds, waits = false, passcode } = handshake;
  const claims = token === undefined ? null : await deps.tokens.readWatcher(token);
  if (claims !== null && claims.roomId !== roomId) throw new SignalingError('unauthorized', 'a token for another room');
  const watcherId = claims?.watcherId ?? newWatcherId();
  const wasSeated = claims !== null && claims.inLobby !== true;
  const isLate = claims?.isLate === true;
  const isReturning = wasSeated && !isLate;
  // By what the token shows: the WebSocket's address may have claimed anything, or nothing.
  checkLoad(deps, arrivalOf('watcher', wasSeated), protocol);
  const isOldPage = protocol < ENTRY_SINCE_VERSION;
  const known = { watcherId, isReturning, ...(isLate && { isLate }), holds, address, generation: claims?.generation };
  const applicant = { ...known, passcode, isOldPage };
  if (!wasSeated && deps.waiting.isFull) {
    deps.observer.limitHit('waiting-bytes');
    throw new SignalingError('too-many', 'too much waits to be read');
  }
  // Refuses early. `RoomPort.join` checks the seat again, for the room may change until the socket
  // is connected.
  const room = deps.findRoom(roomId);
  const mayWait = waits && !isReturning && (await room.mayAwait());
  const tokenFor = (entry: Entry): Promise<string> =>
    deps.tokens.forWatcher(watcherClaims({ roomId, watcherId }, entry));
  const early = new EarlyOutlet();
  let earlyToken = '';
  const welcome = async (): Promise<Arrival['welcome']> => {
    earlyToken = await tokenFor({ into: 'seat', generation: claims?.generation ?? null });
    return { protocol, token: earlyToken, returnWithinMs: deps.returns.withinMs('watcher'), watcherId };
  };
  const entry = await entryOf(deps, room, applicant, {
    mayWait,
    early: isUnused ? { outlet: early, welcome, isHere } : undefined,
  });
  const admitted = { role: 'watcher', protocol, roomId, watcherId, room } as const;
  // A token shows that the room exists, so a watcher that waits for it has none.
  if (entry === 'awaited-room') return { ...admitted, into: entry, token: undefined, applicant, early: undefined };
  const { into, generation, hasJoined = false } = entry;
  // The passcode is needed no more: the token says that it was right.
  const checked = { ...applicant, generation, passcode: undefined };
  const nextToken = hasJoined ? earlyToken : await tokenFor(entry);
  return { ...admitted, into, token: nextToken, applicant: checked, early: hasJoined ? early : undefined };
}

/** Where the watcher may go, or that it may wait for a room that is not open yet. */
async function entryOf(
  deps: AdmissionDeps,
  room: RoomPort,
  applicant: Applicant,
  { mayWait, early }: { readonly mayWait: boolean; readonly early: EarlyArrival | undefined },
): Promise<CheckedSeat | 'awaited-room'> {
  try {
    return await room.checkSeat(applicant, early);
  } catch (error) {
    const isUnknown = error instanceof SignalingError && error.code === 'room-unknown';
    if (mayWait && (isUnknown || error instanceof RoomMovingError)) return 'awaited-room';
    throw isUnknown ? counted(deps, error, applicant.address) : error;
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
): Promise<Admitted> {
  const { token, dialed = '' } = handshake;
  const { protocol } = caller;
  const key = handshake.key ?? caller.presenterKey;
  const judgement = await deps.mayPresent.judge({ key, admission: caller.admission }, caller.addressKey);
  const { presenting } = judgement;
  if (presenting !== 'admitted' && presenting !== 'open') {
    // An app of an earlier version would take the code for a passing fault and try for ever.
    const isKnown = protocol >= 3 || !presenting.startsWith('sign-in-');
    throw new SignalingError(isKnown ? presenting : 'key-required');
  }
  const claims = token === undefined ? null : await deps.tokens.readPresenter(token);
  checkLoad(deps, arrivalOf('presenter', claims !== null), caller.protocol);
  const identity = judgement.presenting === 'admitted' ? judgement.identity : null;
  return { role: 'presenter', protocol, claims, identity, dialed };
}

/**
 * An address that guesses rooms soon gets `too-many` instead of the reason. Nothing else is
 * withheld: hundreds of watchers may share the address, so the right link or token is still
 * accepted.
 */
function counted({ failures, observer }: AdmissionDeps, reason: SignalingError, addressKey: string): SignalingError {
  if (failures.tryConsume(addressKey)) return reason;
  observer.limitHit('unknown-rooms');
  return new SignalingError('too-many');
}
