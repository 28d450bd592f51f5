/**
 * A door's side of all far rooms: its calls that wait for replies, and its sockets in rooms that
 * other instances run.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type * as z from 'zod/mini';
import type { Logger } from 'pino';
import { FAR_CALL_MS, RESUMED_CALLS } from '../policy.ts';
import type { Cancel, Clock } from '../room/clock.ts';
import type { Outlet } from '../room/outlet.ts';
import type { AdminFrame, CallFrame, Frame, FrameOf, StreamFrame } from './frames.ts';
import { InTurn } from './in-turn.ts';
import type { InstanceId } from './instance.ts';
import type { Wire } from './wire.ts';

/** What the door does with sockets, which the cluster knows only as outlets. */
export interface DoorHands {
  /** Sends a notice that is already JSON: an array of its name and its payload. */
  forward(outlet: Outlet, notice: string): void;
  /**
   * Closes the connections within `SENT_BACK_WITHIN_MS`, so that their clients reconnect by
   * themselves.
   */
  sendBack(outlets: readonly Outlet[]): void;
  /** The same for all connections of the room at this instance. */
  sendBackRoom(roomId: RoomId): void;
}

export interface FarRoomsOptions {
  readonly wire: Pick<Wire, 'send'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hands: DoorHands;
}

export interface DoorMember {
  readonly number: number;
  readonly roomId: RoomId;
  readonly owner: InstanceId;
  outlet: Outlet;
  onAdmitted: () => void;
}

interface Pending {
  readonly owner: InstanceId;
  /** For a call by which a client enters or asks for a room: its member, if it has one. */
  readonly entering: { readonly member: number | undefined; readonly isPresenter: boolean } | undefined;
  readonly sinceMs: number;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The instance that was called does not run the room. */
export class NotOwnerError extends SignalingError {
  constructor() {
    super('room-moving', 'the room has moved to another instance');
  }
}

type DoorCall = CallFrame | StreamFrame | AdminFrame;

/** A call, without what the door adds. */
export type CallOf<T extends DoorCall['type']> = Omit<FrameOf<T>, 'call'>;

function enteringOf(frame: Frame): Pending['entering'] {
  const { type } = frame;
  if (type === 'look') return { member: undefined, isPresenter: false };
  if (type === 'check-seat') return { member: frame.early?.member, isPresenter: false };
  if (type === 'await-admission' || type === 'join') return { member: frame.member, isPresenter: false };
  if (type === 'open') return { member: frame.member, isPresenter: true };
  return undefined;
}

const noReply = (): SignalingError =>
  new SignalingError('room-moving', 'the instance that runs the room does not answer');

export class FarRooms {
  readonly #options: FarRoomsOptions;
  /** In the order in which they were made. */
  readonly #pending = new Map<number, Pending>();
  readonly #members = new Map<number, DoorMember>();
  readonly #byOutlet = new WeakMap<Outlet, DoorMember>();
  /** Calls to an instance that has gone are made again. */
  readonly #resumed: InTurn;
  #lastCall = 0;
  #lastMember = 0;
  #stopSweep: Cancel | undefined;

  constructor(options: FarRoomsOptions) {
    this.#options = options;
    this.#resumed = new InTurn(options.clock, RESUMED_CALLS);
  }

  /** Clients here whose rooms other instances run. */
  get size(): number {
    return this.#members.size;
  }

  /** Rejects with the owner's `SignalingError`, or a retryable one where it does not answer. */
  async call<T extends DoorCall['type'], R>(
    owner: InstanceId,
    call: CallOf<T> & { readonly type: T },
    result: z.ZodMiniType<R>,
  ): Promise<R> {
    const number = (this.#lastCall += 1);
    const frame = { ...call, call: number } as Frame;
    const replied = new Promise<unknown>((resolve, reject) => {
      const sinceMs = this.#options.clock.elapsed();
      this.#pending.set(number, { owner, entering: enteringOf(frame), sinceMs, resolve, reject });
    });
    this.#sweepLater();
    try {
      this.#options.wire.send(owner, frame);
      return result.parse(await replied);
    } finally {
      this.#pending.delete(number);
    }
  }

  /** The socket's place in the room. It has one for as long as it is connected. */
  enter(owner: InstanceId, roomId: RoomId, outlet: Outlet): DoorMember {
    const known = this.#byOutlet.get(outlet);
    if (known?.owner === owner && this.#members.get(known.number) === known) return known;
    const number = (this.#lastMember += 1);
    const member: DoorMember = { number, roomId, owner, outlet, onAdmitted: () => undefined };
    this.#members.set(number, member);
    this.#byOutlet.set(outlet, member);
    return member;
  }

  has(outlet: Outlet): boolean {
    const member = this.#byOutlet.get(outlet);
    return member !== undefined && this.#members.get(member.number) === member;
  }

  find(outlet: Outlet): DoorMember | undefined {
    return this.has(outlet) ? this.#byOutlet.get(outlet) : undefined;
  }

  /** The socket has another outlet from now on. */
  exchange(before: Outlet, outlet: Outlet): void {
    const member = this.find(before);
    if (member === undefined) return;
    member.outlet = outlet;
    this.#byOutlet.delete(before);
    this.#byOutlet.set(outlet, member);
  }

  /** Its socket has gone, or it could not enter. */
  leave({ number, owner }: DoorMember): void {
    if (!this.#members.delete(number)) return;
    this.#options.wire.send(owner, { type: 'lost', member: number });
  }

  reply(from: InstanceId, { call, result, error, isOther }: FrameOf<'reply'>): void {
    const pending = this.#pending.get(call);
    if (pending?.owner !== from) return;
    this.#pending.delete(call);
    if (isOther === true) pending.reject(new NotOwnerError());
    else if (error === undefined) pending.resolve(result);
    else pending.reject(new SignalingError(error.code, error.message, error.epoch, error.waitMs));
  }

  notify(from: InstanceId, { members, notice = '' }: FrameOf<'notice'>): void {
    for (const number of members) {
      const member = this.#of(from, number);
      if (member !== undefined) this.#options.hands.forward(member.outlet, notice);
    }
  }

  renewToken(from: InstanceId, { member, generation }: FrameOf<'renew-token'>): void {
    this.#of(from, member)?.outlet.renewToken(generation);
  }

  close(from: InstanceId, { member }: FrameOf<'close'>): void {
    this.#of(from, member)?.outlet.close();
  }

  admitted(from: InstanceId, { member }: FrameOf<'admitted'>): void {
    this.#of(from, member)?.onAdmitted();
  }

  /**
   * The owner has gone. A client that is just entering one of its rooms keeps its connection:
   * another instance may run the room next, and can answer the same call. All others come back.
   * Clients have come since it died: presenters go first, and not all are let in in one turn.
   */
  ownerGone(owner: InstanceId): void {
    const presenters: (() => void)[] = [];
    const others: (() => void)[] = [];
    for (const [call, { owner: called, entering, reject }] of this.#pending) {
      if (called !== owner || entering === undefined) continue;
      this.#pending.delete(call);
      const member = entering.member === undefined ? undefined : this.#members.get(entering.member);
      // Where the owner only seemed to have gone, it still lets the client in, and must hear that
      // it is not there.
      if (member !== undefined) this.leave(member);
      (entering.isPresenter ? presenters : others).push(() => reject(new NotOwnerError()));
    }
    this.#resumed.add([...presenters, ...others]);
    this.sendBack(owner);
  }

  /**
   * Sends back the clients of all rooms of the owner, or of this one: they find the room where it
   * is then.
   */
  sendBack(owner: InstanceId, roomId?: RoomId): void {
    for (const [call, pending] of this.#pending) {
      if (pending.owner !== owner || roomId !== undefined) continue;
      this.#pending.delete(call);
      pending.reject(noReply());
    }
    const outlets = [...this.#members.values()]
      .filter((member) => member.owner === owner && (roomId === undefined || member.roomId === roomId))
      .map(({ outlet }) => outlet);
    if (outlets.length > 0) this.#options.hands.sendBack(outlets);
  }

  stop(): void {
    this.#stopSweep?.();
    this.#resumed.close();
  }

  #of(from: InstanceId, number: number): DoorMember | undefined {
    const member = this.#members.get(number);
    return member?.owner === from ? member : undefined;
  }

  /** One timer for all calls. */
  #sweepLater(): void {
    this.#stopSweep ??= this.#options.clock.after(FAR_CALL_MS / 4, () => {
      this.#stopSweep = undefined;
      const before = this.#options.clock.elapsed() - FAR_CALL_MS;
      for (const [call, { sinceMs, reject }] of this.#pending) {
        if (sinceMs > before) break;
        this.#pending.delete(call);
        reject(noReply());
      }
      if (this.#pending.size > 0) this.#sweepLater();
    });
  }
}
