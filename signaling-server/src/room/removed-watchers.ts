/**
 * The watchers that a room's presenter has removed. Tokens live minutes, so only the latest have to
 * be remembered.
 */
import type { WatcherId } from '@lectern/protocol';
import { MAX_REMOVED_WATCHERS } from '../policy.ts';

export class RemovedWatchers {
  readonly #ids = new Set<WatcherId>();

  has(watcherId: WatcherId): boolean {
    return this.#ids.has(watcherId);
  }

  add(watcherId: WatcherId): void {
    this.#ids.add(watcherId);
    const [oldest] = this.#ids;
    if (this.#ids.size > MAX_REMOVED_WATCHERS && oldest !== undefined) this.#ids.delete(oldest);
  }
}
