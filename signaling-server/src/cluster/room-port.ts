/**
 * What a door can do with a room, on this instance or on another. Asynchronous, so a door checks
 * again after every call what it relies on. Calls of one client are carried out in the order in
 * which they were made. All of them reject with `SignalingError`.
 */
import type { NoticePayload, RequestParams, RequestResult, RoomAbout, RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { Joining } from '../room/seats.ts';
import type { Opened, Opening } from '../room/opening.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import type { Outlet } from '../room/outlet.ts';
import type { WaitingWatcher } from '../room/lobby.ts';
import type { Member } from '../room/member.ts';
import type { RoomRequestName } from '../room/room-requests.ts';
import type { Holder } from './held-rooms.ts';
import type { StreamAnswer, StreamAsk } from './stream-asks.ts';

export interface Arrival extends Joining {
  /** The door's part of `room:joined`. */
  readonly welcome: Pick<NoticePayload<'room:joined'>, 'protocol' | 'watcherId' | 'token' | 'returnWithinMs'>;
}

/** For a watcher whose handshake is still under way. */
export interface EarlyArrival {
  /** Stands for its socket until that is there. */
  readonly outlet: Outlet;
  /** With a token for a seat in which it needs no other passcode than the one it has shown. */
  readonly welcome: () => Promise<Arrival['welcome']>;
  /** Whether its connection still stands. */
  readonly isHere: () => boolean;
}

export interface CheckedSeat extends Entry {
  /** It has the seat already, as by `join`. */
  readonly hasJoined?: boolean;
}

export interface LobbyArrival extends WaitingWatcher {
  /** The door's part of `lobby:entered`. */
  readonly welcome: Pick<NoticePayload<'lobby:entered'>, 'protocol' | 'token' | 'returnWithinMs'>;
}

export interface RoomPort {
  readonly roomId: RoomId;
  exists(): Promise<boolean>;
  /** Whether its presenter has opened it. */
  isOpened(): Promise<boolean>;
  /** What watchers read about the room, if the service holds it. Resolves for any id. */
  about(): Promise<RoomAbout | undefined>;
  /**
   * Rejects when the watcher may not join now: `room-unknown`, or as `Room.checkSeat` throws. The
   * token of a returning watcher proves that the room existed: it is created again if the service
   * has forgotten it. With `early`, it may join by the same call: where the room runs on another
   * instance, that saves a round trip.
   */
  checkSeat(applicant: Applicant, early?: EarlyArrival): Promise<CheckedSeat>;
  /** A watcher that has joined early has its socket now, which replaces its outlet. */
  arrived(early: Outlet, outlet: Outlet): void;
  /** Whether `awaitOpening` would take one more. */
  mayAwait(): Promise<boolean>;
  /**
   * `onOpened` is called once, when the presenter has opened the room, or at once when it has
   * already. Rejects with `room-unknown` when too many wait. Returns the function that ends it.
   */
  awaitOpening(onOpened: () => void): Promise<Cancel>;
  /**
   * Lets a watcher that `checkSeat` sent to the lobby wait there. Its outlet gets `lobby:entered`.
   * Rejects with `room-full`. `lost` ends it.
   */
  awaitAdmission(waiting: LobbyArrival): Promise<void>;
  /** Seats a watcher. Its outlet gets `room:joined` before any other notice. */
  join(arrival: Arrival): Promise<void>;
  /** The presenter enters, verified by the door. The room is created if it does not exist. */
  open(opening: Opening, holder: Holder): Promise<Opened>;
  /**
   * The door has checked that the member's role may send it. Rejects as `Room.checkMember` and the
   * request itself throw.
   */
  request<N extends RoomRequestName>(from: Member, name: N, params: RequestParams<N>): Promise<RequestResult<N>>;
  /** What another program asks of the room's stream. */
  stream(ask: StreamAsk): Promise<StreamAnswer>;
  /** The member's socket has gone. */
  lost(member: Member): Promise<void>;
}

/** Finds the way to a room, whether or not the room exists. */
export type FindRoom = (roomId: RoomId) => RoomPort;
