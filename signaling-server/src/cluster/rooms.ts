/**
 * The rooms that run on this instance. A room takes up memory only after a key or a token has
 * proven that it exists.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { RoomOptions } from '../room/room-options.ts';
import type { Opened, Opening } from '../room/opening.ts';
import { unobserved } from '../room/room-observer.ts';
import { Room, type Forgotten } from '../room/room.ts';
import { AwaitedRooms } from './awaited-rooms.ts';
import { HeldRooms, holderOfIdentity, type HeldCount, type HeldLimits, type Holder } from './held-rooms.ts';
import { MovingRooms } from './moving-rooms.ts';
import { noStreams, type AnswerStream } from './stream-asks.ts';

export interface RoomLimits extends HeldLimits {
  readonly maxRooms: number;
  /** In all rooms of one identity together, unless its own quota says otherwise. */
  readonly watchersPerIdentity: number;
  /** How many watchers the holder has at other instances. */
  readonly watchersElsewhere?: (holder: string) => number;
  /** Watchers that wait for rooms to be opened. */
  readonly maxAwaiting: number;
  /** How long the tokens of a watcher can be valid. */
  readonly tokenTtlMs: number;
  /** The room in which the service checks itself: it is held beside all limits, and not counted. */
  readonly ownRoomId?: RoomId;
}

export interface RoomsEvents {
  /** Its presenter has opened it, and has its reply. */
  readonly opened: (roomId: RoomId) => void;
  /** It is held no longer. */
  readonly forgotten: (roomId: RoomId) => void;
}

const unheard: RoomsEvents = { opened: () => undefined, forgotten: () => undefined };

export class Rooms {
  readonly awaited: AwaitedRooms;
  readonly moving: MovingRooms;
  /** What other programs ask of the streams of rooms. */
  readonly answerStream: AnswerStream;
  readonly #rooms = new Map<RoomId, Room>();
  readonly #options: Omit<RoomOptions, 'holder'>;
  readonly #limits: RoomLimits;
  readonly #events: RoomsEvents;
  readonly #held: HeldRooms;
  /** Rooms that were given up with watchers in them, until the tokens of these have expired. */
  readonly #abandoned = new Map<RoomId, Cancel>();

  constructor(
    options: Omit<RoomOptions, 'holder'>,
    limits: RoomLimits,
    events: RoomsEvents = unheard,
    answerStream: AnswerStream = noStreams,
  ) {
    this.answerStream = answerStream;
    this.#options = options;
    this.#events = events;
    this.#limits = limits;
    this.awaited = new AwaitedRooms(limits.maxAwaiting);
    this.moving = new MovingRooms(options.clock);
    this.#held = new HeldRooms(limits);
  }

  /** Like `watchers` without the service's own room. */
  get size(): number {
    const { ownRoomId } = this.#limits;
    return this.#rooms.size - (ownRoomId !== undefined && this.#rooms.has(ownRoomId) ? 1 : 0);
  }

  get watchers(): number {
    let count = 0;
    for (const room of this.all()) count += room.watchers;
    return count;
  }

  /** All rooms but the service's own. */
  *all(): Iterable<Room> {
    for (const room of this.#rooms.values()) if (room.id !== this.#limits.ownRoomId) yield room;
  }

  /** The identity of its presenter; null where it is not known or everybody may present. */
  identityOf(roomId: RoomId): PresenterIdentity | null {
    return this.#held.holderOf(roomId)?.identity ?? null;
  }

  /** The rooms that were opened by this identity. */
  heldBy(identityId: string): readonly Room[] {
    return this.#held.heldBy(identityId).flatMap((roomId) => this.#rooms.get(roomId) ?? []);
  }

  /** What each address and identity has. */
  *held(): Iterable<HeldCount> {
    for (const [holder, roomIds] of this.#held.all()) {
      let watchers = 0;
      for (const roomId of roomIds) watchers += this.#rooms.get(roomId)?.watchers ?? 0;
      yield { holder, rooms: roomIds.size, watchers };
    }
  }

  /** What this identity has at all instances. */
  countsOf(identityId: string): { readonly rooms: number; readonly watchers: number } {
    const { roomsElsewhere, watchersElsewhere } = this.#limits;
    const holder = holderOfIdentity(identityId);
    const here = this.heldBy(identityId);
    return {
      rooms: here.length + (roomsElsewhere?.(holder) ?? 0),
      watchers: here.reduce((sum, { watchers }) => sum + watchers, watchersElsewhere?.(holder) ?? 0),
    };
  }

  holderOf(roomId: RoomId): Holder | undefined {
    return this.#held.holderOf(roomId);
  }

  find(roomId: RoomId): Room | undefined {
    return this.#rooms.get(roomId);
  }

  /**
   * The presenter enters. A room that did not exist before is held only if that succeeds. Throws
   * `too-many` when the service or the holder has as many rooms as it may, and as `Room.open` does.
   */
  open(roomId: RoomId, opening: Opening, holder: Holder): Opened {
    const isOwn = roomId === this.#limits.ownRoomId;
    if (!isOwn) this.#held.check(roomId, holder, opening.isEpochKnown);
    const known = this.#rooms.get(roomId);
    const room = known ?? this.#create(roomId);
    try {
      const opened = room.open(opening);
      if (!isOwn) this.#held.hold(roomId, holder);
      this.#abandoned.get(roomId)?.();
      this.#abandoned.delete(roomId);
      // The presenter's reply goes first.
      this.#options.clock.after(0, () => {
        this.awaited.opened(roomId);
        this.#events.opened(roomId);
      });
      return opened;
    } catch (error) {
      if (known === undefined) {
        room.close('moved');
        this.#rooms.delete(roomId);
      }
      throw error;
    }
  }

  /**
   * A watcher's token has proven that the room existed. Throws `room-unknown` when it was given up
   * since, and `too-many` when the service holds as many rooms as it may.
   */
  rebuild(roomId: RoomId): Room {
    if (this.#abandoned.has(roomId)) throw new SignalingError('room-unknown', 'given up without its presenter');
    return this.#rooms.get(roomId) ?? this.#create(roomId);
  }

  /** Another instance may run it from now on. Its clients' connections are left to the caller. */
  drop(roomId: RoomId): void {
    const room = this.#rooms.get(roomId);
    if (room === undefined) return;
    this.#rooms.delete(roomId);
    this.#held.release(roomId);
    this.moving.add(roomId);
    room.close('moved');
  }

  #create(roomId: RoomId): Room {
    const isOwn = roomId === this.#limits.ownRoomId;
    if (!isOwn && this.size >= this.#limits.maxRooms) {
      throw new SignalingError('too-many', 'the service holds no more rooms');
    }
    const holder = { identity: () => this.identityOf(roomId), hasSeat: () => this.#hasSeat(roomId) };
    // No credentials for anything outside, and no figures.
    const options = isOwn
      ? { ...this.#options, iceServersFor: () => [], observer: unobserved, relay: null }
      : this.#options;
    const room = new Room(roomId, { ...options, holder }, (why) => this.#forget(roomId, why));
    this.#rooms.set(roomId, room);
    this.moving.delete(roomId);
    return room;
  }

  #hasSeat(roomId: RoomId): boolean {
    const identity = this.identityOf(roomId);
    if (identity === null) return true;
    return this.countsOf(identity.id).watchers < (identity.quota.watchers ?? this.#limits.watchersPerIdentity);
  }

  #forget(roomId: RoomId, why: Forgotten): void {
    this.#rooms.delete(roomId);
    this.#held.release(roomId);
    this.moving.delete(roomId);
    this.#events.forgotten(roomId);
    if (why === 'empty') return;
    const expire = (): void => void this.#abandoned.delete(roomId);
    this.#abandoned.set(roomId, this.#options.clock.after(this.#limits.tokenTtlMs, expire));
  }
}
