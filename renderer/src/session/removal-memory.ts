/**
 * The watchers removed from a room, kept over restarts of the app: their tokens are valid for
 * minutes, and a service that restarts knows only what the app says.
 */
import { MAX_REMOVED_IN_OPENING, RoomId, WatcherId } from '@lectern/protocol';
import loglevel from 'loglevel';
import * as z from 'zod/mini';
import { REMOVAL_KEPT_MS } from '../policy/session.ts';

const log = loglevel.getLogger('session');

const KEY = 'lectern-removed';

/** When each was removed, in milliseconds since 1970; the latest last. */
const Entries = z.array(z.object({ roomId: RoomId, watcherId: WatcherId, atMs: z.number() }));

export class RemovalMemory {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #roomId: RoomId;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>, roomId: RoomId) {
    this.#storage = storage;
    this.#roomId = roomId;
  }

  read(): WatcherId[] {
    return this.#entries().flatMap(({ roomId, watcherId }) => (roomId === this.#roomId ? [watcherId] : []));
  }

  add(watcherId: WatcherId): void {
    const others = this.#entries().filter((entry) => entry.watcherId !== watcherId);
    const entries = [...others, { roomId: this.#roomId, watcherId, atMs: Date.now() }];
    try {
      this.#storage.setItem(KEY, JSON.stringify(entries.slice(-MAX_REMOVED_IN_OPENING)));
    } catch (error) {
      // In this run the broadcast remembers it.
      log.debug('a removal could not be kept:', error);
    }
  }

  /** Without those whose tokens have expired, also after the clock was set. */
  #entries(): z.infer<typeof Entries> {
    try {
      const now = Date.now();
      const all = Entries.parse(JSON.parse(this.#storage.getItem(KEY) ?? '[]'));
      return all.filter(({ atMs }) => Math.abs(now - atMs) < REMOVAL_KEPT_MS);
    } catch (error) {
      log.debug('the kept removals could not be read:', error);
      return [];
    }
  }
}
