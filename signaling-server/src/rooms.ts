/** All rooms of the service. Only a room that somebody has proven to exist takes up any memory. */
import { SignalingError, type RoomId } from '@lectern/protocol';
import { Room, type RoomSurroundings } from './room.ts';

export class Rooms {
  readonly #rooms = new Map<RoomId, Room>();
  readonly #around: RoomSurroundings;
  readonly #maxRooms: number;

  constructor(around: RoomSurroundings, maxRooms: number) {
    this.#around = around;
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

  /** For a presenter with the room's key, or a watcher whose token says that the room existed. */
  findOrCreate(roomId: RoomId): Room {
    const known = this.#rooms.get(roomId);
    if (known !== undefined) return known;
    if (this.#rooms.size >= this.#maxRooms) throw new SignalingError('too-many', 'the service carries no more rooms');
    const room = new Room(roomId, this.#around, () => this.#rooms.delete(roomId));
    this.#rooms.set(roomId, room);
    return room;
  }
}
