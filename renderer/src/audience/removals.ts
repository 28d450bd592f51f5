/** Watchers whom the presenter has removed in this run. The service keeps them out; where it cannot, this app sends them nothing. */
import type { WatcherId } from '@lectern/protocol';

/** The first version of the protocol that knows the request. */
const SINCE_VERSION = 2;

/** `kept-out`: by the service · `cut-off`: the service is too old, the watcher stays in the room without a picture · `later`: it will be told. */
export type RemovalOutcome = 'kept-out' | 'cut-off' | 'later';

export interface RemovingService {
  /** Asks the service to keep the watcher out. */
  readonly keepOut: (watcherId: WatcherId) => Promise<unknown>;
  /** The version agreed on, or null while there is none. */
  readonly version: () => number | null;
}

export class Removals {
  readonly #service: RemovingService;
  readonly #ids = new Set<WatcherId>();

  constructor(service: RemovingService) {
    this.#service = service;
  }

  has(watcherId: WatcherId): boolean {
    return this.#ids.has(watcherId);
  }

  async remove(watcherId: WatcherId): Promise<RemovalOutcome> {
    this.#ids.add(watcherId);
    const version = this.#service.version();
    if (version === null) return 'later';
    if (version < SINCE_VERSION) return 'cut-off';
    try {
      await this.#service.keepOut(watcherId);
      return 'kept-out';
    } catch {
      // Said again when the room is next opened.
      return 'later';
    }
  }

  /** The room is open again, perhaps at a service that has forgotten everything. */
  repeat(): void {
    for (const watcherId of this.#ids) void this.remove(watcherId);
  }
}
