/**
 * Watchers here wait for rooms that any instance may open. Where a message to all instances may
 * have been missed, each of these rooms is searched for: nothing else would ever let its watchers in.
 */
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import { WIRE_TICK_MS } from '../policy.ts';
import type { Cancel, Clock } from '../room/clock.ts';
import type { AwaitedRooms } from './awaited-rooms.ts';

interface AwaitedRoomSearchOptions {
  readonly awaited: AwaitedRooms;
  /** Rejects where that cannot be known now. */
  readonly isOpened: (roomId: RoomId) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class AwaitedRoomSearch {
  readonly #options: AwaitedRoomSearchOptions;
  #state: 'idle' | 'asking' | 'again' | 'closed' = 'idle';
  #cancel: Cancel = () => undefined;

  constructor(options: AwaitedRoomSearchOptions) {
    this.#options = options;
  }

  /**
   * Searches for all of them, once more after a search that is under way, and until it has an answer for
   * each.
   */
  start(): void {
    if (this.#state === 'closed') return;
    if (this.#state !== 'idle') this.#state = 'again';
    else void this.#ask();
  }

  close(): void {
    this.#state = 'closed';
    this.#cancel();
  }

  async #ask(): Promise<void> {
    const { awaited, isOpened, clock, log } = this.#options;
    this.#state = 'asking';
    let isAnswered = true;
    for (const roomId of awaited.roomIds) {
      try {
        if (await isOpened(roomId)) awaited.opened(roomId);
      } catch (error) {
        log.debug({ err: error }, 'whether an awaited room has been opened is asked again');
        isAnswered = false;
      }
      if (this.#isClosed) return;
    }
    const isDone = isAnswered && this.#state === 'asking';
    this.#state = 'idle';
    if (!isDone) this.#cancel = clock.after(WIRE_TICK_MS, () => this.start());
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }
}
