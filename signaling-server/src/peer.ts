/** One connected client, admitted and with its role settled. */
import { SignalingError, type Epoch, type WatcherId } from '@lectern/protocol';
import type { Dialed } from './addresses.ts';
import type { Outlet } from './outlet.ts';
import type { Room } from './room.ts';
import type { PresenterClaims } from './tokens.ts';

export interface WatcherPeer {
  readonly role: 'watcher';
  readonly outlet: Outlet;
  readonly watcherId: WatcherId;
  readonly room: Room;
}

export interface PresenterPeer {
  readonly role: 'presenter';
  readonly outlet: Outlet;
  readonly dialed: Dialed;
  /** Names of this service for which a proof holds. */
  readonly services: readonly string[];
  /** From the token of its handshake. */
  readonly claims: PresenterClaims | null;
  /** For one use. */
  challenge: string | null;
  standing:
    | { readonly kind: 'challenged' }
    | { readonly kind: 'opened'; readonly room: Room; readonly epoch: Epoch }
    | { readonly kind: 'gone' };
}

export type Peer = WatcherPeer | PresenterPeer;

/** The room that this presenter has opened and still presents. */
export function openedRoom({ standing, outlet }: PresenterPeer): Room {
  if (standing.kind !== 'opened') throw new SignalingError('unauthorized', 'open the room first');
  if (!standing.room.isPresenter(outlet)) throw new SignalingError('replaced');
  return standing.room;
}

/** The room in which this watcher sits. Its own newer socket may have taken its place, or it may have left. */
export function joinedRoom({ room, watcherId, outlet }: WatcherPeer): Room {
  if (!room.isWatcher(watcherId, outlet)) throw new SignalingError('link-unknown', 'not in the room any more');
  return room;
}
