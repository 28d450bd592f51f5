/**
 * Asks the service to keep removed watchers out. The broadcast's links send them nothing in any
 * case.
 */
import { MAX_REMOVED_IN_OPENING, type WatcherId } from '@lectern/protocol';
import type { RemovalMemory } from './removal-memory.ts';

/** The first version of the protocol with `watcher:remove`. */
const SINCE_VERSION = 2;
/** The first version in which `room:open` names the removed watchers. */
const IN_OPENING_SINCE_VERSION = 3;

/**
 * `kept-out`: the service keeps the watcher out · `cut-off`: the service is too old for that, so
 * the watcher stays in the room without a picture · `later`: the service is asked when the room is
 * next opened.
 */
export type RemovalOutcome = 'kept-out' | 'cut-off' | 'later';

export interface RemovalsOptions {
  /** Everyone removed in this run. */
  readonly removed: ReadonlySet<WatcherId>;
  /** Those of earlier runs. */
  readonly memory: Pick<RemovalMemory, 'read' | 'add'>;
  /** Sends the request. */
  readonly requestRemoval: (watcherId: WatcherId) => Promise<unknown>;
  /** The protocol version agreed on; null while the room is not open. */
  readonly version: () => number | null;
}

export class Removals {
  readonly #options: RemovalsOptions;

  constructor(options: RemovalsOptions) {
    this.#options = options;
  }

  async request(watcherId: WatcherId): Promise<RemovalOutcome> {
    this.#options.memory.add(watcherId);
    return await this.#remove(watcherId);
  }

  async #remove(watcherId: WatcherId): Promise<RemovalOutcome> {
    const version = this.#options.version();
    if (version === null) return 'later';
    if (version < SINCE_VERSION) return 'cut-off';
    try {
      await this.#options.requestRemoval(watcherId);
      return 'kept-out';
    } catch {
      // The client has logged it. The watcher is named again when the room is next opened.
      return 'later';
    }
  }

  /**
   * For `room:open`: the service keeps them out before anybody comes in. Tokens live minutes, so
   * the latest are enough.
   */
  inOpening(version: number | null): { readonly removed?: WatcherId[] } {
    if (version === null || version < IN_OPENING_SINCE_VERSION) return {};
    const { memory, removed } = this.#options;
    return { removed: [...new Set([...memory.read(), ...removed])].slice(-MAX_REMOVED_IN_OPENING) };
  }

  /** The room has been opened, perhaps at a service that has forgotten who was removed. */
  requestAll(): void {
    for (const watcherId of this.#options.removed) void this.#remove(watcherId);
  }
}
