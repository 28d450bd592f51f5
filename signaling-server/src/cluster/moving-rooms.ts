/**
 * Rooms that are on their way from one instance to another: they exist, although none may run them
 * just now. No client is refused with `room-unknown` for such a room.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import { MAX_REMEMBERED_OWNERS, ROOM_MOVES_WITHIN_MS } from '../policy.ts';
import type { Clock } from '../room/clock.ts';

/** Another instance will run the room soon: a newcomer may wait for that. */
export class RoomMovingError extends SignalingError {
  constructor() {
    super('room-moving', 'the room is moving to another instance');
  }
}

export class MovingRooms {
  readonly #clock: Pick<Clock, 'elapsed'>;
  /** In the order in which they end. */
  readonly #untilMs = new Map<RoomId, number>();

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  has(roomId: RoomId): boolean {
    return this.#clock.elapsed() < (this.#untilMs.get(roomId) ?? -Infinity);
  }

  add(roomId: RoomId): void {
    const nowMs = this.#clock.elapsed();
    this.#untilMs.delete(roomId);
    for (const [other, untilMs] of this.#untilMs) {
      if (untilMs > nowMs && this.#untilMs.size < MAX_REMEMBERED_OWNERS) break;
      this.#untilMs.delete(other);
    }
    this.#untilMs.set(roomId, nowMs + ROOM_MOVES_WITHIN_MS);
  }

  /** It runs here, or has ended here. */
  delete(roomId: RoomId): void {
    this.#untilMs.delete(roomId);
  }
}
