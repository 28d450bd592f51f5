/** Watchers whom a room's presenter has removed. Their tokens live for minutes, so only the latest need to be known. */
import type { WatcherId } from '@lectern/protocol';

/** Far more than a presenter removes by hand while a token lives; a presenter gone wild costs no memory. */
const CAPACITY = 4_096;

export class Removed {
  readonly #ids = new Set<WatcherId>();

  has(watcherId: WatcherId): boolean {
    return this.#ids.has(watcherId);
  }

  add(watcherId: WatcherId): void {
    this.#ids.add(watcherId);
    const [oldest] = this.#ids;
    if (this.#ids.size > CAPACITY && oldest !== undefined) this.#ids.delete(oldest);
  }
}
