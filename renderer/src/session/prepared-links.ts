/** Offers parked at the service, so that a watcher's first picture does not wait for one to be made. Here they are kept at their number. */
import loglevel from 'loglevel';
import { PREPARE_RETRY_DELAY_MS } from '../policy.ts';

const log = loglevel.getLogger('session');

const WANTED = 2;

export interface PreparedLinksOptions {
  /** Off air, or while the service is away, nobody comes for them. */
  readonly isWanted: () => boolean;
  /** How many there are. */
  readonly count: () => number;
  /** Asks the service for one, and makes it. */
  readonly prepare: () => Promise<void>;
}

export class PreparedLinks {
  readonly #options: PreparedLinksOptions;
  #asking = 0;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PreparedLinksOptions) {
    this.#options = options;
  }

  topUp(): void {
    this.end();
    if (!this.#options.isWanted()) return;
    const missing = WANTED - this.#options.count() - this.#asking;
    for (let i = 0; i < missing; i += 1) void this.#prepare();
  }

  /** One has come to nothing. */
  topUpLater(): void {
    this.#later ??= setTimeout(() => this.topUp(), PREPARE_RETRY_DELAY_MS);
  }

  end(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
  }

  async #prepare(): Promise<void> {
    this.#asking += 1;
    try {
      await this.#options.prepare();
    } catch (error) {
      // Prepared links only save time: a watcher without one gets its link in the usual way.
      log.debug('no link could be prepared:', error);
      this.topUpLater();
    } finally {
      this.#asking -= 1;
    }
  }
}
