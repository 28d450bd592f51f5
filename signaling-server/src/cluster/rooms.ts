/**
 * The rooms that run on this instance. A room takes up memory only after a key or a token has
 * proven that it exists.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { RoomOptions } from '../room/room-options.ts';
import { Room } from '../room/room.ts';

export class Rooms {
  readonly #rooms = new Map<RoomId, Room>();
  readonly #options: RoomOptions;
  readonly #maxRooms: number;

  constructor(options: RoomOptions, maxRooms: number) {
    this.#options = options;
    this.#maxRooms = maxRooms;
  }

  get size(): number {
    return this.#rooms.size;
  }

  get watchers(): number {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.watchers;
    return count;
  }

  find(roomId: RoomId): Room | undefined {
    return this.#rooms.get(roomId);
  }

  /** Throws `too-many` when the service holds as many rooms as it may. */
  findOrCreate(roomId: RoomId): Room {
    const existing = this.#rooms.get(roomId);
    if (existing !== undefined) return existing;
    if (this.#rooms.size >= this.#maxRooms) throw new SignalingError('too-many', 'the service holds no more rooms');
    const room = new Room(roomId, this.#options, () => this.#rooms.delete(roomId));
    this.#rooms.set(roomId, room);
    return room;
  }
}
