/** Opens the rooms whose link was replaced, while the presenter's page lives. */
import type { RoomId } from '@lectern/protocol';
import type { KnownRoom } from '@lectern/bridge';
import { MAX_WITHDRAWN_ROOMS } from '../policy/session.ts';
import type { RoomAccessOptions } from './room-access.ts';
import { WithdrawnRoom } from './withdrawn-room.ts';

export class WithdrawnRooms {
  readonly #options: Omit<RoomAccessOptions, 'roomId'>;
  readonly #open = new Map<RoomId, WithdrawnRoom>();

  constructor(options: Omit<RoomAccessOptions, 'roomId'>) {
    this.#options = options;
  }

  /** `rooms`: the newest first. One that is no longer in the list is closed. */
  set(rooms: readonly KnownRoom[]): void {
    const wanted = new Set(rooms.slice(0, MAX_WITHDRAWN_ROOMS).map(({ roomId }) => roomId));
    for (const [roomId, room] of this.#open) {
      if (wanted.has(roomId)) continue;
      room.close();
      this.#open.delete(roomId);
    }
    for (const roomId of wanted) {
      if (!this.#open.has(roomId)) this.#open.set(roomId, new WithdrawnRoom({ ...this.#options, roomId }));
    }
  }

  close(): void {
    this.set([]);
  }
}
