/** One connected client, admitted and with its role known. Each is also a `Member` of its room. */
import { SignalingError, type Epoch, type RoomId, type WatcherId } from '@lectern/protocol';
import type { RoomPort } from '../cluster/room-port.ts';
import { shortRoomId } from '../room/ids.ts';
import type { Outlet } from '../room/outlet.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { Dialed } from './addresses.ts';
import type { PresenterClaims } from './tokens.ts';
import type { Reached } from './watch-links.ts';

export interface WatcherPeer {
  readonly role: 'watcher';
  /** The version agreed on. */
  readonly protocol: number;
  readonly outlet: Outlet;
  readonly watcherId: WatcherId;
  readonly room: RoomPort;
}

/**
 * `entering`: verified, and the room has not answered yet. A connection presents at most one room.
 */
type Standing =
  | { readonly kind: 'challenged' }
  | { readonly kind: 'entering'; readonly room: RoomPort }
  | { readonly kind: 'opened'; readonly room: RoomPort; readonly epoch: Epoch }
  | { readonly kind: 'gone' };

export interface PresenterPeer {
  readonly role: 'presenter';
  /** The version agreed on. */
  readonly protocol: number;
  readonly outlet: Outlet;
  /** Names its connection in the log. */
  readonly connection: number;
  readonly dialed: Dialed;
  readonly reached: Reached;
  /** As `claimedNames()` gives them: trusted for nothing. */
  readonly claimedNames: readonly string[];
  /** From the token of its handshake. */
  readonly claims: PresenterClaims | null;
  /** From its handshake; null where everybody may present. */
  readonly identity: PresenterIdentity | null;
  /** Good for one use; null once used. */
  challenge: string | null;
  standing: Standing;
  /** The watch link no longer follows the service's own address. */
  unsubscribe: () => void;
}

export type Peer = WatcherPeer | PresenterPeer;

/**
 * The room that this client is in. Throws `unauthorized` for a presenter that has not opened one.
 */
export function roomOf(peer: Peer): RoomPort {
  if (peer.role === 'watcher') return peer.room;
  if (peer.standing.kind !== 'opened') throw new SignalingError('unauthorized', 'open the room first');
  return peer.standing.room;
}

/** Undefined for a presenter that has not opened its room. */
export function roomIdOf(peer: Peer): RoomId | undefined {
  if (peer.role === 'watcher') return peer.room.roomId;
  return 'room' in peer.standing ? peer.standing.room.roomId : undefined;
}

/** The room as it stands in the log, if there is one yet. */
export function shortRoomOf(peer: Peer): string | undefined {
  const roomId = roomIdOf(peer);
  return roomId === undefined ? undefined : shortRoomId(roomId);
}
