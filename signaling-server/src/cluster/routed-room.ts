/**
 * The port to a room on any instance. Its owner is looked up with each call before its client has
 * entered; from then on the client's calls go where it entered, in the order in which they were
 * made.
 */
import { SignalingError, type RequestParams, type RequestResult, type RoomAbout, type RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { Applicant } from '../room/entrance.ts';
import type { Opened, Opening } from '../room/opening.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Member } from '../room/member.ts';
import type { RoomRequestName } from '../room/room-requests.ts';
import { NotOwnerError } from './far-rooms.ts';
import type { Holder } from './held-rooms.ts';
import type { Arrival, CheckedSeat, EarlyArrival, LobbyArrival, RoomPort } from './room-port.ts';
import type { StreamAnswer, StreamAsk } from './stream-asks.ts';

export interface Routes {
  /** A port to the room's owner; to this instance where it has none. */
  find(roomId: RoomId): Promise<RoomPort>;
  /**
   * The same for a room that a key or a token has proven: without an owner, this instance claims
   * it.
   */
  claim(roomId: RoomId): Promise<RoomPort>;
  /** The instance that was remembered as owner does not run the room. */
  forget(roomId: RoomId): void;
  /** Gives a claim up where the room was not created here. */
  settle(roomId: RoomId): void;
}

export class RoutedRoom implements RoomPort {
  readonly roomId: RoomId;
  readonly #routes: Routes;
  /** Where its client has entered, or is entering. */
  #entered: RoomPort | Promise<RoomPort | undefined> | undefined;
  /** A call that is still on its way must not let its client in. */
  #isGone = false;

  constructor(roomId: RoomId, routes: Routes) {
    this.roomId = roomId;
    this.#routes = routes;
  }

  exists(): Promise<boolean> {
    return this.#ask('find', (room) => room.exists());
  }

  isOpened(): Promise<boolean> {
    return this.#ask('find', (room) => room.isOpened());
  }

  about(): Promise<RoomAbout | undefined> {
    return this.#ask('find', (room) => room.about());
  }

  async checkSeat(applicant: Applicant, early?: EarlyArrival): Promise<CheckedSeat> {
    const check = async (room: RoomPort): Promise<CheckedSeat> => {
      if (early?.isHere() === false) throw gone();
      const checked = await room.checkSeat(applicant, early);
      if (checked.hasJoined === true) this.#entered = room;
      return checked;
    };
    if (!applicant.isReturning) return await this.#ask('find', check);
    try {
      return await this.#ask('claim', check);
    } finally {
      this.#routes.settle(this.roomId);
    }
  }

  arrived(early: Outlet, outlet: Outlet): void {
    if (this.#entered instanceof Promise) return;
    this.#entered?.arrived(early, outlet);
  }

  mayAwait(): Promise<boolean> {
    return this.#ask('find', (room) => room.mayAwait());
  }

  awaitOpening(onOpened: () => void): Promise<Cancel> {
    return this.#ask('find', (room) => room.awaitOpening(onOpened));
  }

  awaitAdmission(waiting: LobbyArrival): Promise<void> {
    return this.#enter('find', (room) => room.awaitAdmission(waiting));
  }

  join(arrival: Arrival): Promise<void> {
    return this.#enter('find', (room) => room.join(arrival));
  }

  async open(opening: Opening, holder: Holder): Promise<Opened> {
    try {
      return await this.#enter('claim', (room) => room.open(opening, holder));
    } finally {
      this.#routes.settle(this.roomId);
    }
  }

  stream(ask: StreamAsk): Promise<StreamAnswer> {
    return this.#ask('find', (room) => room.stream(ask));
  }

  async request<N extends RoomRequestName>(from: Member, name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    const room = this.#entered instanceof Promise ? await this.#entered : this.#entered;
    if (room !== undefined) return await room.request(from, name, params);
    return await this.#ask('find', (found) => found.request(from, name, params));
  }

  async lost(member: Member): Promise<void> {
    this.#isGone = true;
    const room = this.#entered instanceof Promise ? await this.#entered : this.#entered;
    await room?.lost(member);
  }

  /** Asks once more where the owner has changed. */
  async #ask<T>(way: 'find' | 'claim', ask: (room: RoomPort) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.#routes[way](this.roomId));
    } catch (error) {
      if (!(error instanceof NotOwnerError)) throw error;
      this.#routes.forget(this.roomId);
      return await ask(await this.#routes[way](this.roomId));
    }
  }

  /** Calls that come meanwhile wait until the one that enters has been made. */
  async #enter<T>(way: 'find' | 'claim', enter: (room: RoomPort) => Promise<T>): Promise<T> {
    const before = this.#entered;
    let decide: (room: RoomPort | undefined) => void = () => undefined;
    const deciding = new Promise<RoomPort | undefined>((resolve) => {
      decide = resolve;
    });
    this.#entered = deciding;
    try {
      return await this.#ask(way, (room) => {
        if (this.#isGone) throw gone();
        const entering = enter(room);
        this.#entered = room;
        decide(room);
        return entering;
      });
    } finally {
      if (this.#entered === deciding) this.#entered = before instanceof Promise ? undefined : before;
      decide(undefined);
    }
  }
}

/** Its client may be back over another connection, which this one must not push out. */
const gone = (): SignalingError => new SignalingError('unreachable', 'the connection has gone');
