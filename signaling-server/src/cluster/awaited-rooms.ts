/**
 * Watchers that wait for rooms that no presenter has opened yet: a class before its lecture. They
 * wait on their sockets instead of connecting again and again. Any well-formed id may be awaited,
 * so only so many wait at once.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';

export class AwaitedRooms {
  readonly #max: number;
  readonly #waiting = new Map<RoomId, Set<() => void>>();
  #size = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#size;
  }

  /** Those that a watcher waits for now. */
  get roomIds(): readonly RoomId[] {
    return [...this.#waiting.keys()];
  }

  get isFull(): boolean {
    return this.#size >= this.#max;
  }

  /**
   * `onOpened` is called once, when the presenter opens the room. Throws `room-unknown` when full.
   */
  add(roomId: RoomId, onOpened: () => void): Cancel {
    if (this.isFull) throw new SignalingError('room-unknown');
    const ofRoom = this.#waiting.get(roomId) ?? new Set();
    this.#waiting.set(roomId, ofRoom.add(onOpened));
    this.#size += 1;
    return () => {
      if (!ofRoom.delete(onOpened)) return;
      this.#size -= 1;
      if (ofRoom.size === 0 && this.#waiting.get(roomId) === ofRoom) this.#waiting.delete(roomId);
    };
  }

  opened(roomId: RoomId): void {
    const ofRoom = this.#waiting.get(roomId);
    if (ofRoom === undefined) return;
    this.#waiting.delete(roomId);
    const all = [...ofRoom];
    this.#size -= all.length;
    ofRoom.clear();
    for (const onOpened of all) onOpened();
  }
}
