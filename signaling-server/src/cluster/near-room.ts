/**
 * The port to a room that runs on this instance. Each call is carried out at once; only its result
 * is a promise.
 */
import { SignalingError, type RequestParams, type RequestResult, type RoomAbout, type RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { Opened, Opening } from '../room/opening.ts';
import type { Applicant, Entry } from '../room/entrance.ts';
import type { Member, Room } from '../room/room.ts';
import { roomRequests, type MemberFor, type RoomRequestName } from '../room/room-requests.ts';
import type { Holder } from './held-rooms.ts';
import type { Arrival, LobbyArrival, RoomPort } from './room-port.ts';
import type { Rooms } from './rooms.ts';

export class NearRoom implements RoomPort {
  readonly roomId: RoomId;
  readonly #rooms: Rooms;

  constructor(roomId: RoomId, rooms: Rooms) {
    this.roomId = roomId;
    this.#rooms = rooms;
  }

  async exists(): Promise<boolean> {
    return this.#rooms.find(this.roomId) !== undefined;
  }

  async about(): Promise<RoomAbout | undefined> {
    return this.#rooms.find(this.roomId)?.about;
  }

  async checkSeat(applicant: Applicant): Promise<Entry> {
    const room = applicant.isReturning ? this.#rooms.rebuild(this.roomId) : this.#existing();
    return room.checkSeat(applicant);
  }

  async mayAwait(): Promise<boolean> {
    return !this.#rooms.awaited.isFull;
  }

  async awaitOpening(onOpened: () => void): Promise<Cancel> {
    const cancel = this.#rooms.awaited.add(this.roomId, onOpened);
    if (this.#rooms.find(this.roomId)?.isOpened === true) this.#rooms.awaited.opened(this.roomId);
    return cancel;
  }

  async awaitAdmission({ welcome, ...waiting }: LobbyArrival): Promise<void> {
    const room = this.#existing();
    waiting.outlet.notify('lobby:entered', { ...welcome, about: room.about });
    room.entrance.wait(waiting);
  }

  async join({ welcome, ...joining }: Arrival): Promise<void> {
    const joined = this.#existing().join(joining);
    joining.outlet.notify('room:joined', { ...welcome, ...joined });
  }

  async open(opening: Opening, holder: Holder): Promise<Opened> {
    return this.#rooms.open(this.roomId, opening, holder);
  }

  async request<N extends RoomRequestName>(from: Member, name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    const room = this.#existing();
    room.checkMember(from);
    return roomRequests[name](room, from as MemberFor<N>, params);
  }

  async lost(member: Member): Promise<void> {
    this.#rooms.find(this.roomId)?.lost(member);
  }

  #existing(): Room {
    const room = this.#rooms.find(this.roomId);
    if (room === undefined) throw new SignalingError('room-unknown');
    return room;
  }
}
