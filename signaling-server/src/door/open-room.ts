/**
 * `room:open`: first *verify* (the presenter proves that the room is its own), then *enter* (the
 * room decides). While either waits, the connection may be lost or open another room, so its
 * standing is checked again after every await.
 */
import { SignalingError, type RequestParams, type RequestResult, type RoomId } from '@lectern/protocol';
import type { FindRoom, RoomPort } from '../cluster/room-port.ts';
import { shortRoomId } from '../room/ids.ts';
import type { PerMinute } from '../room/per-minute.ts';
import type { PerAddress } from '../room/per-address.ts';
import { replacedBy, type Opened } from '../room/opening.ts';
import { warnOfOtherName, type OtherNameDeps } from './other-name.ts';
import type { PresenterPeer } from './peer.ts';
import type { Presenters } from './presenters.ts';
import { checkRoomProof, OtherNameError } from './room-proof.ts';
import { serviceNames } from './service-names.ts';
import type { Tokens } from './tokens.ts';
import type { WatchLinks } from './watch-links.ts';

type Params = RequestParams<'room:open'>;

export interface OpenRoomDeps extends OtherNameDeps {
  /** Null where the service has no TURN. */
  readonly turn: object | null;
  /** The port that the service listens on. */
  readonly port: () => number;
  readonly watchLinks: Pick<WatchLinks, 'linkTo' | 'subscribe'>;
  readonly tokens: Pick<Tokens, 'forPresenter'>;
  readonly findRoom: FindRoom;
  /** Counts rooms that the service does not hold yet, per address. */
  readonly newRooms: PerAddress;
  /** Counts verified openings, per room. */
  readonly openings: PerMinute;
  readonly presenters: Presenters;
}

export async function openRoom(
  deps: OpenRoomDeps,
  peer: PresenterPeer,
  params: Params,
): Promise<RequestResult<'room:open'>> {
  const { roomId, live } = params;
  const token = await verify(deps, peer, params);
  if (!deps.openings.tryConsume(roomId)) throw new SignalingError('too-many');
  const port = deps.findRoom(roomId);
  // A token proves that the room existed: after a restart, all rooms of an address may come back.
  const isNew = peer.claims?.roomId !== roomId && !(await port.exists());
  if (isNew && !deps.newRooms.tryConsume(peer.dialed.addressKey)) throw new SignalingError('too-many');
  checkStanding(peer, roomId);
  deps.presenters.check(peer);
  const { watchers, refused } = await enter(peer, port, params);
  const { connection, identity } = peer;
  const facts = { room: shortRoomId(roomId), presenter: identity?.name, live, watchers, refused: refused.length };
  deps.log.info({ connection, ...facts }, 'room opened');
  const watchUrl = await deps.watchLinks.linkTo(roomId, peer.reached);
  checkStanding(peer, roomId);
  peer.unsubscribe();
  peer.unsubscribe = deps.watchLinks.subscribe(roomId, peer.reached, (moved) =>
    peer.outlet.notify('room:moved', { watchUrl: moved }),
  );
  return { token, watchUrl, watchers, refused: [...refused], hasTurn: deps.turn !== null };
}

/**
 * Throws unless this connection may open the room for this epoch. Returns the presenter's next
 * token.
 */
async function verify(deps: OpenRoomDeps, peer: PresenterPeer, params: Params): Promise<string> {
  const { roomId, epoch } = params;
  checkStanding(peer, roomId);
  await authorize(deps, peer, params);
  checkStanding(peer, roomId);
  const token = await deps.tokens.forPresenter({ roomId, epoch });
  checkStanding(peer, roomId);
  return token;
}

async function authorize(deps: OpenRoomDeps, peer: PresenterPeer, params: Params): Promise<void> {
  const { roomId, epoch, proof } = params;
  if (proof === undefined) {
    if (peer.claims?.roomId === roomId && peer.claims.epoch === epoch) return;
    throw new SignalingError('unauthorized', 'neither a proof nor a token for this room and epoch');
  }
  const { challenge } = peer;
  if (challenge === null) throw new SignalingError('unauthorized', 'the challenge has been used');
  peer.challenge = null;
  const services = serviceNames(deps.config, deps.port());
  try {
    await checkRoomProof({ proof, services, claimedNames: peer.claimedNames, roomId, epoch, challenge });
  } catch (error) {
    if (error instanceof OtherNameError) warnOfOtherName(deps, 'a presenter reached this service', error.provenName);
    throw error;
  }
}

/**
 * The connection is bound to the room before the room is called, so a concurrent request for
 * another room fails.
 */
async function enter(peer: PresenterPeer, room: RoomPort, params: Params): Promise<Opened> {
  const { epoch, live, about, links: held, removed = [], entry, turnOnly = false, publishes = false, proof } = params;
  const publishing = params.publishing === undefined ? {} : { publishing: params.publishing };
  const { claims, identity, outlet } = peer;
  const isEpochKnown = claims?.roomId === room.roomId && claims.epoch === epoch;
  const by = proof === undefined ? 'token' : 'key';
  const entering = { kind: 'entering', room } as const;
  if (peer.standing.kind === 'challenged') peer.standing = entering;
  try {
    const holder = { addressKey: peer.dialed.addressKey, identity };
    const opened = await room.open(
      { epoch, by, isEpochKnown, live, about, held, removed, entry, turnOnly, publishes, ...publishing, outlet },
      holder,
    );
    checkStanding(peer, room.roomId);
    peer.standing = { kind: 'opened', room, epoch };
    return opened;
  } catch (error) {
    if (peer.standing === entering) peer.standing = { kind: 'challenged' };
    // Before version 3, a run knows only one reason to stay off air: that another has the room.
    if (isRunEnded(error) && peer.protocol < 3) throw replacedBy(error.epoch ?? null);
    throw error;
  }
}

const isRunEnded = (error: unknown): error is SignalingError =>
  error instanceof SignalingError && error.code === 'run-ended';

/** Throws when the connection has gone or belongs to another room. */
function checkStanding({ standing }: PresenterPeer, roomId: RoomId): void {
  if (standing.kind === 'gone') throw new SignalingError('unreachable', 'the connection has gone');
  if (standing.kind !== 'challenged' && standing.room.roomId !== roomId) {
    throw new SignalingError('bad-request', 'this connection has opened another room');
  }
}
