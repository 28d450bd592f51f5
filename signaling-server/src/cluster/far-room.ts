/** The port to a room that another instance runs: each call travels there as a frame. */
import {
  requests,
  SignalingError,
  type RequestParams,
  type RequestResult,
  type RoomAbout,
  type RoomId,
} from '@lectern/protocol';
import * as z from 'zod/mini';
import type { Cancel } from '../room/clock.ts';
import type { Applicant } from '../room/entrance.ts';
import type { Opened, Opening } from '../room/opening.ts';
import type { Outlet } from '../room/outlet.ts';
import type { Member } from '../room/member.ts';
import type { RoomRequestName } from '../room/room-requests.ts';
import type { AwaitedRooms } from './awaited-rooms.ts';
import type { DoorMember, FarRooms } from './far-rooms.ts';
import { EntryResult, Look, OpenedResult } from './frames.ts';
import type { Holder } from './held-rooms.ts';
import type { InstanceId } from './instance.ts';
import type { Arrival, CheckedSeat, EarlyArrival, LobbyArrival, RoomPort } from './room-port.ts';
import { StreamAnswer, type StreamAsk } from './stream-asks.ts';

const nothing = z.optional(z.unknown());

export class FarRoom implements RoomPort {
  readonly roomId: RoomId;
  readonly #owner: InstanceId;
  readonly #farRooms: FarRooms;
  readonly #awaited: AwaitedRooms;

  constructor(roomId: RoomId, owner: InstanceId, farRooms: FarRooms, awaited: AwaitedRooms) {
    this.roomId = roomId;
    this.#owner = owner;
    this.#farRooms = farRooms;
    this.#awaited = awaited;
  }

  async exists(): Promise<boolean> {
    return (await this.#ask()) !== undefined;
  }

  async isOpened(): Promise<boolean> {
    return (await this.#ask())?.isOpened === true;
  }

  async about(): Promise<RoomAbout | undefined> {
    return (await this.#ask())?.about;
  }

  async checkSeat(applicant: Applicant, early?: EarlyArrival): Promise<CheckedSeat> {
    const check = { type: 'check-seat', roomId: this.roomId, applicant } as const;
    if (early === undefined) return await this.#farRooms.call(this.#owner, check, EntryResult);
    const welcome = await early.welcome();
    const member = this.#farRooms.enter(this.#owner, this.roomId, early.outlet);
    let hasJoined = false;
    try {
      const call = { ...check, early: { member: member.number, welcome } };
      const checked = await this.#farRooms.call(this.#owner, call, EntryResult);
      hasJoined = checked.hasJoined === true;
      return checked;
    } finally {
      if (!hasJoined) this.#farRooms.leave(member);
    }
  }

  arrived(early: Outlet, outlet: Outlet): void {
    this.#farRooms.exchange(early, outlet);
  }

  async mayAwait(): Promise<boolean> {
    return !this.#awaited.isFull;
  }

  /** Waits at the door: an owner tells all doors of rooms that are opened. */
  async awaitOpening(onOpened: () => void): Promise<Cancel> {
    const cancel = this.#awaited.add(this.roomId, onOpened);
    try {
      if (await this.isOpened()) this.#awaited.opened(this.roomId);
    } catch (error) {
      cancel();
      throw error;
    }
    return cancel;
  }

  async awaitAdmission({ watcherId, outlet, generation, onAdmitted, welcome }: LobbyArrival): Promise<void> {
    await this.#enter(outlet, async (member) => {
      member.onAdmitted = onAdmitted;
      const { number } = member;
      const waiting = { roomId: this.roomId, member: number, watcherId, generation, welcome };
      await this.#farRooms.call(this.#owner, { type: 'await-admission', ...waiting }, nothing);
    });
  }

  async join({ outlet, welcome, ...applicant }: Arrival): Promise<void> {
    await this.#enter(outlet, async ({ number }) => {
      const arrival = { roomId: this.roomId, member: number, applicant, welcome };
      await this.#farRooms.call(this.#owner, { type: 'join', ...arrival }, nothing);
    });
  }

  open({ outlet, ...opening }: Opening, holder: Holder): Promise<Opened> {
    return this.#enter(outlet, ({ number }) => {
      // The frames' schema wants arrays that it may change.
      const { held, removed } = opening;
      const copied = { ...opening, held: [...held], removed: [...removed] };
      const call = { roomId: this.roomId, member: number, opening: copied, holder };
      return this.#farRooms.call(this.#owner, { type: 'open', ...call }, OpenedResult);
    });
  }

  async stream(ask: StreamAsk): Promise<StreamAnswer> {
    return await this.#farRooms.call(this.#owner, { type: 'stream', roomId: this.roomId, ask }, StreamAnswer);
  }

  async request<N extends RoomRequestName>(from: Member, name: N, params: RequestParams<N>): Promise<RequestResult<N>> {
    const member = this.#farRooms.find(from.outlet);
    if (member === undefined) throw new SignalingError('link-unknown', 'not in the room');
    const call = { member: member.number, name, params };
    const schema: z.ZodMiniType = requests[name].result;
    const result = await this.#farRooms.call(this.#owner, { type: 'request', ...call }, schema);
    // The types cannot express that the result belongs to the same name.
    return result as RequestResult<N>;
  }

  async lost({ outlet }: Member): Promise<void> {
    const member = this.#farRooms.find(outlet);
    if (member !== undefined) this.#farRooms.leave(member);
  }

  async #ask(): Promise<z.infer<typeof Look> | undefined> {
    return await this.#farRooms.call(this.#owner, { type: 'look', roomId: this.roomId }, z.optional(Look));
  }

  /** Where the call fails, a socket that was not in the room before is not in it afterwards. */
  async #enter<T>(outlet: Outlet, call: (member: DoorMember) => Promise<T>): Promise<T> {
    const wasIn = this.#farRooms.has(outlet);
    const member = this.#farRooms.enter(this.#owner, this.roomId, outlet);
    try {
      return await call(member);
    } catch (error) {
      // Where the owner has not answered, it may have let the client in.
      if (!wasIn) this.#farRooms.leave(member);
      throw error;
    }
  }
}
