/**
 * The port to a room that runs on this instance. Each call is carried out at once; only its result
 * is a promise.
 */
import type { RequestParams, RequestResult, RoomAbout, RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { Opened, Opening } from '../room/opening.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import type { Member } from '../room/member.ts';
import type { RoomRequestName } from '../room/room-requests.ts';
import type { Holder } from './held-rooms.ts';
import { roomCalls } from './room-calls.ts';
import type { Arrival, LobbyArrival, RoomPort } from './room-port.ts';
import type { Rooms } from './rooms.ts';
import type { StreamAnswer, StreamAsk } from './stream-asks.ts';

export class NearRoom implements RoomPort {
  readonly roomId: RoomId;
  readonly rooms: Rooms;
  readonly #isOutOfReach: () => boolean;

  /** `isOutOfReach`: its presenter is at another instance, from which this one is, or was, cut off. */
  constructor(roomId: RoomId, rooms: Rooms, isOutOfReach: () => boolean = () => false) {
    this.roomId = roomId;
    this.rooms = rooms;
    this.#isOutOfReach = isOutOfReach;
  }

  async exists(): Promise<boolean> {
    return this.rooms.find(this.roomId) !== undefined || this.rooms.moving.has(this.roomId);
  }

  async isOpened(): Promise<boolean> {
    return this.rooms.find(this.roomId)?.isOpened === true;
  }

  async about(): Promise<RoomAbout | undefined> {
    return this.rooms.find(this.roomId)?.about;
  }

  async checkSeat(applicant: Applicant): Promise<Entry> {
    if (this.#isOutOfReach()) roomCalls.checkKeepsLink(this, applicant);
    return roomCalls.checkSeat(this, applicant);
  }

  /** No watcher joins early here: there is no round trip to save. */
  arrived(): void {}

  async mayAwait(): Promise<boolean> {
    return !this.rooms.awaited.isFull;
  }

  async awaitOpening(onOpened: () => void): Promise<Cancel> {
    const cancel = this.rooms.awaited.add(this.roomId, onOpened);
    if (this.rooms.find(this.roomId)?.isOpened === true) this.rooms.awaited.opened(this.roomId);
    return cancel;
  }

  async awaitAdmission(waiting: LobbyArrival): Promise<void> {
    roomCalls.awaitAdmission(this, waiting);
  }

  async join(arrival: Arrival): Promise<void> {
    if (this.#isOutOfReach()) roomCalls.checkKeepsLink(this, arrival);
    roomCalls.join(this, arrival);
  }

  async open(opening: Opening, holder: Holder): Promise<Opened> {
    return this.rooms.open(this.roomId, opening, holder);
  }

  async stream(ask: StreamAsk): Promise<StreamAnswer> {
    return await roomCalls.stream(this, ask);
  }

  async request<N extends RoomRequestName>(from: Member, name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    return roomCalls.request(this, from, name, params);
  }

  async lost(member: Member): Promise<void> {
    this.rooms.find(this.roomId)?.lost(member);
  }
}
