/**
 * The owner's side of far rooms: carries out what doors of other instances ask of the rooms here.
 * Each far socket is one member with one outlet, so a room tells them apart as it does near ones.
 */
import { requests, SignalingError, type RequestName, type RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Member } from '../room/member.ts';
import type { Directory } from './directory.ts';
import { FarOutlet, type SendFrame } from './far-outlet.ts';
import { isRoomRequest, type CallFrame, type FrameOf } from './frames.ts';
import type { InstanceId } from './instance.ts';
import { roomCalls } from './room-calls.ts';
import type { CheckedSeat } from './room-port.ts';
import type { Rooms } from './rooms.ts';

export interface FarMembersOptions {
  readonly directory: Pick<Directory, 'self' | 'holdsLease' | 'ownerOf' | 'claim' | 'release'>;
  readonly rooms: Rooms;
  /** Being stopped: it must not claim again the rooms that it has given up. */
  readonly isLeaving: () => boolean;
  /** Gives a claim up where the room was not created. */
  readonly settle: (roomId: RoomId) => void;
  /** Whether the presenter of this room of ours may not be reached. */
  readonly isOutOfReach: (roomId: RoomId) => boolean;
  readonly send: SendFrame;
  readonly log: Logger;
}

interface FarMember {
  readonly roomId: RoomId;
  readonly outlet: FarOutlet;
  readonly member: Member;
}

type Entering = FrameOf<'await-admission' | 'join' | 'open'>;

/** The room is run by another instance. */
const OTHER = Symbol('other');

export class FarMembers {
  readonly #options: FarMembersOptions;
  /** By door, and there by number. */
  readonly #doors = new Map<InstanceId, Map<number, FarMember>>();

  constructor(options: FarMembersOptions) {
    this.#options = options;
  }

  /**
   * Replies in the order in which the calls came, and before any notice that follows from later
   * ones.
   */
  call(from: InstanceId, frame: CallFrame): void {
    if (frame.type === 'request' || this.#options.rooms.find(frame.roomId) !== undefined) {
      return this.#reply(from, frame, () => this.#perform(from, frame));
    }
    // Registered, so that the loss of the socket meanwhile is noticed.
    if ('member' in frame) this.#enter(from, frame);
    void this.#owns(frame).then(
      (owns) =>
        this.#reply(from, frame, () => {
          if (!owns) return OTHER;
          if ('member' in frame && this.#find(from, frame.member) === undefined) throw gone();
          // Its socket may have been lost meanwhile, so it does not join early.
          return this.#perform(from, frame.type === 'check-seat' ? withoutEarly(frame) : frame);
        }),
      (error: unknown) =>
        this.#reply(from, frame, () => {
          throw error;
        }),
    );
  }

  lost(from: InstanceId, number: number): void {
    const found = this.#find(from, number);
    if (found === undefined) return;
    this.#doors.get(from)?.delete(number);
    this.#options.rooms.find(found.roomId)?.lost(found.member);
  }

  /** The door has gone, or frames from it were lost: its sockets are as good as lost. */
  lostAll(from: InstanceId): void {
    const members = this.#doors.get(from);
    this.#doors.delete(from);
    for (const { roomId, member } of members?.values() ?? []) this.#options.rooms.find(roomId)?.lost(member);
  }

  /** Forgets the members of a room that is given up. Returns their doors. */
  release(roomId: RoomId): readonly InstanceId[] {
    const doors: InstanceId[] = [];
    for (const [door, members] of this.#doors) {
      const ofRoom = [...members].filter(([, member]) => member.roomId === roomId);
      for (const [number] of ofRoom) members.delete(number);
      if (ofRoom.length > 0) doors.push(door);
    }
    return doors;
  }

  /** Whether the presenter of this room is at one of the other instances that `at` accepts. */
  hasPresenterOf(roomId: RoomId, at: (door: InstanceId) => boolean): boolean {
    for (const [door, members] of this.#doors) {
      if (!at(door)) continue;
      for (const far of members.values())
        if (far.roomId === roomId && far.member.role === 'presenter' && this.#isIn(far)) return true;
    }
    return false;
  }

  #find(from: InstanceId, number: number): FarMember | undefined {
    return this.#doors.get(from)?.get(number);
  }

  /**
   * A room that is proven is claimed: the door has found this instance to be its owner, though
   * perhaps long ago.
   */
  async #owns(frame: Exclude<CallFrame, FrameOf<'request'>>): Promise<boolean> {
    const { directory, isLeaving } = this.#options;
    const isProven = frame.type === 'open' || (frame.type === 'check-seat' && frame.applicant.isReturning);
    const owner = await (isProven && !isLeaving() ? directory.claim(frame.roomId) : directory.ownerOf(frame.roomId));
    return owner?.instance === directory.self;
  }

  #reply(from: InstanceId, frame: CallFrame, perform: () => unknown): void {
    const { call } = frame;
    const { send, log } = this.#options;
    try {
      const result = perform();
      send(from, result === OTHER ? { type: 'reply', call, isOther: true } : { type: 'reply', call, result });
      if (result === OTHER) this.#leave(from, frame);
    } catch (error) {
      this.#leave(from, frame);
      if (!(error instanceof SignalingError)) log.error({ err: error, call: frame.type }, 'call of a door failed');
      const { code, message, epoch, waitMs } = error instanceof SignalingError ? error : internal();
      send(from, { type: 'reply', call, error: { code, message, epoch, waitMs } });
    }
    if (frame.type === 'open' || frame.type === 'check-seat') this.#options.settle(frame.roomId);
  }

  #perform(from: InstanceId, frame: CallFrame): unknown {
    const { rooms, directory } = this.#options;
    // Another instance may run the room by now, and this one asks first.
    if (!directory.holdsLease) throw new SignalingError('room-moving', 'the lease of this instance has run out');
    const isEntry = frame.type === 'check-seat' || frame.type === 'join';
    if (isEntry && this.#options.isOutOfReach(frame.roomId))
      roomCalls.checkKeepsLink({ rooms, ...frame }, frame.applicant);
    switch (frame.type) {
      case 'look': {
        const room = rooms.find(frame.roomId);
        return room === undefined ? undefined : { about: room.about, isOpened: room.isOpened };
      }
      case 'check-seat':
        return this.#checkSeat(from, frame);
      case 'await-admission': {
        const { member, roomId, watcherId, generation, welcome } = frame;
        const { outlet } = this.#enter(from, frame);
        const onAdmitted = (): void => this.#options.send(from, { type: 'admitted', member });
        return roomCalls.awaitAdmission({ rooms, roomId }, { watcherId, outlet, generation, welcome, onAdmitted });
      }
      case 'join': {
        const { outlet } = this.#enter(from, frame);
        return roomCalls.join({ rooms, roomId: frame.roomId }, { ...frame.applicant, outlet, welcome: frame.welcome });
      }
      case 'open': {
        const { outlet } = this.#enter(from, frame);
        return rooms.open(frame.roomId, { ...frame.opening, outlet }, frame.holder);
      }
      case 'request':
        return this.#request(from, frame);
    }
  }

  #checkSeat(from: InstanceId, frame: FrameOf<'check-seat'>): CheckedSeat {
    const { early, applicant, roomId, call } = frame;
    const entry = roomCalls.checkSeat({ rooms: this.#options.rooms, roomId }, applicant);
    const isFit = entry.into === 'seat' && entry.generation === (applicant.generation ?? null);
    if (early === undefined || !isFit) return entry;
    const join = { type: 'join', call, roomId, applicant, ...early } as const;
    try {
      this.#perform(from, join);
    } catch (error) {
      this.#leave(from, join);
      throw error;
    }
    return { ...entry, hasJoined: true };
  }

  #request(from: InstanceId, { member: number, name, params }: FrameOf<'request'>): unknown {
    const { rooms } = this.#options;
    const found = this.#find(from, number);
    if (found === undefined) throw gone();
    const { role } = found.member;
    if (!isRoomRequest(name)) throw new SignalingError('bad-request');
    const spec: (typeof requests)[RequestName] = requests[name];
    if (!spec.from.some((each) => each === role)) throw new SignalingError('unauthorized', `not for a ${role}`);
    const parsed = spec.params.safeParse(params);
    if (!parsed.success) throw new SignalingError('bad-request');
    return roomCalls.request({ rooms, roomId: found.roomId }, found.member, name, parsed.data);
  }

  /**
   * A socket that enters again, from the lobby or as the presenter of the same room, keeps its
   * outlet.
   */
  #enter(from: InstanceId, frame: Entering): FarMember {
    const known = this.#find(from, frame.member);
    if (known !== undefined) return known;
    const outlet = new FarOutlet(from, frame.member, this.#options.send);
    const member = { roomId: frame.roomId, outlet, member: memberOf(frame, outlet) };
    const members = this.#doors.get(from) ?? new Map<number, FarMember>();
    this.#doors.set(from, members.set(frame.member, member));
    return member;
  }

  /** The call has failed. A presenter that has opened the room before stays in it. */
  #leave(from: InstanceId, frame: CallFrame): void {
    if (frame.type === 'request' || !('member' in frame)) return;
    const found = this.#find(from, frame.member);
    if (found === undefined || (frame.type === 'open' && this.#isIn(found))) return;
    this.#doors.get(from)?.delete(frame.member);
  }

  #isIn({ roomId, member }: FarMember): boolean {
    try {
      this.#options.rooms.find(roomId)?.checkMember(member);
      return this.#options.rooms.find(roomId) !== undefined;
    } catch {
      return false;
    }
  }
}

const withoutEarly = ({ type, call, roomId, applicant }: FrameOf<'check-seat'>) => ({ type, call, roomId, applicant });

function memberOf(frame: Entering, outlet: FarOutlet): Member {
  switch (frame.type) {
    case 'open':
      return { role: 'presenter', outlet };
    case 'join':
      return { role: 'watcher', watcherId: frame.applicant.watcherId, outlet };
    case 'await-admission':
      return { role: 'watcher', watcherId: frame.watcherId, outlet };
  }
}

const gone = (): SignalingError => new SignalingError('room-moving', 'this connection is not in the room any more');
const internal = (): SignalingError => new SignalingError('internal', '');
