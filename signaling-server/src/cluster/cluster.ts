/**
 * This instance among the others: finds the way to a room, near or far, and does what becomes
 * necessary when an instance or a room of its own has gone.
 */
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Cancel, Clock } from '../room/clock.ts';
import { AwaitedRoomSearch } from './awaited-room-search.ts';
import { AdminRooms, OtherRooms } from './admin-rooms.ts';
import type { ClusterObserver } from './cluster-observer.ts';
import { DoorFrames } from './door-frames.ts';
import { FarMembers } from './far-members.ts';
import type { SendFrame } from './far-outlet.ts';
import { FarRoom } from './far-room.ts';
import { FarRooms, type DoorHands } from './far-rooms.ts';
import { FarStreams } from './far-streams.ts';
import type { AdminFrame, Frame } from './frames.ts';
import type { InstanceFacts, InstanceId } from './instance.ts';
import { NearRoom } from './near-room.ts';
import type { Others } from './others.ts';
import type { RedisState } from './redis/redis-connection.ts';
import type { RoomPort } from './room-port.ts';
import type { Rooms } from './rooms.ts';
import { RoutedRoom, type Routes } from './routed-room.ts';

export interface ClusterOptions extends Others {
  readonly rooms: Rooms;
  readonly send: SendFrame;
  /** The room in which this instance checks itself: never anywhere else. */
  readonly ownRoomId: RoomId;
  /** It is being stopped. */
  readonly isLeaving: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hands: DoorHands;
  readonly observer: Pick<ClusterObserver, 'roomMoved'>;
}

export class Cluster {
  /** As the admin sees them. */
  readonly otherRooms: OtherRooms;
  readonly #options: ClusterOptions;
  readonly #farRooms: FarRooms;
  readonly #members: FarMembers;
  readonly #streams: FarStreams;
  readonly #doorFrames: DoorFrames;
  readonly #adminRooms: AdminRooms;
  readonly #awaitedRoomSearch: AwaitedRoomSearch;
  readonly #routes: Routes;
  readonly #unsubscribe: readonly Cancel[];

  constructor(options: ClusterOptions) {
    const { directory, wire } = options;
    this.#options = options;
    this.#farRooms = new FarRooms(options);
    this.#members = new FarMembers({
      ...options,
      settle: (roomId) => this.#settle(roomId),
      isOutOfReach: (roomId) => this.#isOutOfReach(roomId),
    });
    this.#streams = new FarStreams(options);
    this.#doorFrames = new DoorFrames(this.#farRooms);
    this.#adminRooms = new AdminRooms(options);
    this.otherRooms = new OtherRooms({ calls: this.#farRooms, others: () => directory.others(), clock: options.clock });
    this.#routes = {
      find: async (roomId) => this.#portTo(roomId, (await directory.ownerOf(roomId))?.instance),
      claim: async (roomId) => this.#portTo(roomId, (await directory.claim(roomId)).instance),
      forget: (roomId) => directory.forget(roomId),
      settle: (roomId) => this.#settle(roomId),
    };
    const { awaited } = options.rooms;
    this.#awaitedRoomSearch = new AwaitedRoomSearch({
      ...options,
      awaited,
      isOpened: (roomId) => this.findRoom(roomId).isOpened(),
    });
    this.#unsubscribe = [
      wire.subscribe({
        frame: (from, frame) => this.#receive(from, frame),
        gap: (from) => this.#lostTrack(from),
        unheard: (by) => directory.suspect(by),
        missed: () => this.#awaitedRoomSearch.start(),
      }),
      directory.subscribe({
        confirming: () => wire.recheck(),
        instanceGone: (id, itsRooms) => this.#gone(id, itsRooms),
        roomTaken: (roomId) => {
          options.observer.roomMoved('taken');
          this.#withdraw(roomId);
        },
        roomsConfirmed: () => this.#announce(),
        leaseLost: () => options.log.warn('other instances may take the rooms of this one: Redis has not heard of it'),
        leaseBack: () => options.log.info('this instance holds its rooms again'),
      }),
    ];
  }

  get self(): InstanceId {
    return this.#options.directory.self;
  }

  /** Clients here whose rooms other instances run. */
  get farClients(): number {
    return this.#farRooms.size;
  }

  /** Those alive, this one among them. */
  get instances(): readonly InstanceFacts[] {
    return this.#options.directory.instances();
  }

  get ownedRooms(): number {
    return [...this.#options.directory.owned()].length;
  }

  /** Resolves when this instance is known to the others and hears them. Never rejects. */
  get met(): Promise<unknown> {
    return this.#options.met ?? Promise.resolve();
  }

  /** Undefined where the instances do not meet on Redis. */
  get redis(): RedisState | undefined {
    return this.#options.redis?.();
  }

  findRoom(roomId: RoomId): RoomPort {
    if (roomId === this.#options.ownRoomId) return new NearRoom(roomId, this.#options.rooms);
    return new RoutedRoom(roomId, this.#routes);
  }

  /** Whether the presenter of this room of ours is connected, here or at an instance that is heard. */
  hasPresenter(roomId: RoomId): boolean {
    const { rooms, wire } = this.#options;
    const isUnsure = (door: InstanceId): boolean => wire.isUnsureOf(door);
    return rooms.find(roomId)?.hasPresenter === true && !this.#members.hasPresenterOf(roomId, isUnsure);
  }

  /** Its presenter has opened this room of ours: doors where watchers wait for it let them in. */
  opened(roomId: RoomId): void {
    if (roomId !== this.#options.ownRoomId) this.#options.wire.broadcast({ type: 'opened', roomId });
  }

  /** At other doors, watchers may wait for rooms that had seemed to have no instance. */
  #announce(): void {
    for (const { id, isOpened } of this.#options.rooms.all()) if (isOpened) this.opened(id);
  }

  /** This room of ours has been forgotten. */
  forgotten(roomId: RoomId): void {
    void this.#options.directory.release(roomId);
  }

  /** Those that this instance runs. */
  owned(): Iterable<RoomId> {
    return this.#options.directory.owned();
  }

  /**
   * Another instance may run this room of ours from now on. Its clients at other instances come
   * back; the connections here are left to the caller.
   */
  async giveUp(roomId: RoomId): Promise<void> {
    const { directory, observer, rooms, wire } = this.#options;
    if (rooms.find(roomId) === undefined || roomId === this.#options.ownRoomId) return;
    observer.roomMoved('given-up');
    const doors = this.#members.release(roomId);
    rooms.drop(roomId);
    // By the time at which a client comes back, no door finds the room here.
    await directory.release(roomId);
    for (const door of doors) this.#options.send(door, { type: 'given-up', roomId });
    // Also to doors without clients of the room: until another instance has it, they do not call it
    // unknown.
    wire.broadcast({ type: 'given-up', roomId });
  }

  async close(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#farRooms.stop();
    this.#awaitedRoomSearch.close();
    await this.#options.close();
  }

  #portTo(roomId: RoomId, owner: InstanceId | undefined): RoomPort {
    const { directory, rooms } = this.#options;
    if (owner === undefined || owner === directory.self)
      return new NearRoom(roomId, rooms, () => this.#isOutOfReach(roomId));
    return new FarRoom(roomId, owner, this.#farRooms, rooms.awaited);
  }

  /**
   * Whether the presenter of this room of ours is at another instance, or was there before this one
   * was cut off.
   */
  #isOutOfReach(roomId: RoomId): boolean {
    const { directory, wire } = this.#options;
    return this.#members.hasPresenterOf(roomId, (door) => !directory.holdsLease || wire.isUnsureOf(door));
  }

  /**
   * What is held here and what the directory has of it go together, also where two calls have
   * crossed.
   */
  #settle(roomId: RoomId): void {
    const { directory, rooms } = this.#options;
    const isHeld = rooms.find(roomId) !== undefined;
    const isOwned = directory.owns(roomId);
    if (isHeld === isOwned) return;
    if (isOwned) void directory.release(roomId);
    else void this.#claimHeld(roomId);
  }

  async #claimHeld(roomId: RoomId): Promise<void> {
    const { directory, log } = this.#options;
    try {
      const { instance } = await directory.claim(roomId);
      if (instance === directory.self) return;
    } catch (error) {
      log.debug({ err: error }, 'a room is given up: it cannot be known whose it is');
    }
    this.#withdraw(roomId);
  }

  #withdraw(roomId: RoomId): void {
    const { rooms, hands } = this.#options;
    const doors = this.#members.release(roomId);
    rooms.drop(roomId);
    for (const door of doors) this.#options.send(door, { type: 'given-up', roomId });
    hands.sendBackRoom(roomId);
  }

  #gone(id: InstanceId, itsRooms: readonly RoomId[]): void {
    this.#options.log.info({ instance: id, farClients: this.farClients }, 'another instance has gone');
    for (const roomId of itsRooms) this.#options.rooms.moving.add(roomId);
    this.#members.lostAll(id);
    this.#farRooms.ownerGone(id);
    // It may only seem to have gone. Its clients in rooms here have lost their places then.
    this.#options.send(id, { type: 'lost-track' });
    this.#options.wire.forget(id);
  }

  /** Frames from it were lost: replies and notices to its clients here, or calls of its clients. */
  #lostTrack(from: InstanceId): void {
    this.#members.lostAll(from);
    this.#farRooms.sendBack(from);
    this.#options.send(from, { type: 'lost-track' });
  }

  #answerAdmin(from: InstanceId, frame: AdminFrame): void {
    this.#options.send(from, { type: 'reply', call: frame.call, result: this.#adminRooms.answer(frame) });
  }

  #receive(from: InstanceId, frame: Frame): void {
    switch (frame.type) {
      case 'look':
      case 'check-seat':
      case 'await-admission':
      case 'join':
      case 'open':
      case 'request':
        return this.#members.call(from, frame);
      case 'stream':
        return void this.#streams.call(from, frame);
      case 'list-rooms':
      case 'count-rooms':
      case 'end-room':
        return this.#answerAdmin(from, frame);
      case 'lost':
        return this.#members.lost(from, frame.member);
      case 'given-up':
        this.#options.directory.forget(frame.roomId);
        this.#options.rooms.moving.add(frame.roomId);
        return this.#farRooms.sendBack(from, frame.roomId);
      case 'lost-track':
        return this.#farRooms.sendBack(from);
      case 'opened':
        this.#options.directory.forget(frame.roomId);
        return this.#options.rooms.awaited.opened(frame.roomId);
      case 'resumed':
        return;
      case 'reply':
      case 'notice':
      case 'renew-token':
      case 'close':
      case 'admitted':
        return this.#doorFrames.receive(from, frame);
    }
  }
}
