/**
 * Watchers about whom a room's presenter has decided: it has removed them, or let them in. Tokens
 * live minutes, so only the latest have to be remembered.
 */
import type { WatcherId } from '@lectern/protocol';
import { MAX_REMEMBERED_WATCHERS } from '../policy.ts';

export class LatestWatchers {
  readonly #ids = new Set<WatcherId>();

  has(watcherId: WatcherId): boolean {
    return this.#ids.has(watcherId);
  }

  add(watcherId: WatcherId): void {
    this.#ids.add(watcherId);
    const [oldest] = this.#ids;
    if (this.#ids.size > MAX_REMEMBERED_WATCHERS && oldest !== undefined) this.#ids.delete(oldest);
  }

  delete(watcherId: WatcherId): void {
    this.#ids.delete(watcherId);
  }
}
