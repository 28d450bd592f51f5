/**
 * Keeps a few offers waiting at the service, so that a watcher's first picture need not wait for
 * one to be made.
 */
import { SignalingError } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { PREPARE_RETRY_DELAY_MS } from '../policy/session.ts';

const log = loglevel.getLogger('session');

const WANTED = 2;

export interface PreparedLinksOptions {
  /** False off air and while the service is away, when no watcher can come. */
  readonly isWanted: () => boolean;
  /** How many there are. */
  readonly count: () => number;
  /** Requests one from the service, and makes it. */
  readonly prepare: () => Promise<void>;
}

export class PreparedLinks {
  readonly #options: PreparedLinksOptions;
  #pending = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: PreparedLinksOptions) {
    this.#options = options;
  }

  topUp(): void {
    this.#cancelRetry();
    if (this.#isClosed || !this.#options.isWanted()) return;
    const missing = WANTED - this.#options.count() - this.#pending;
    for (let i = 0; i < missing; i += 1) void this.#prepare();
  }

  /** One has failed. */
  topUpLater(): void {
    if (!this.#isClosed) this.#retryTimer ??= setTimeout(() => this.topUp(), PREPARE_RETRY_DELAY_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry();
  }

  #cancelRetry(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  async #prepare(): Promise<void> {
    this.#pending += 1;
    try {
      await this.#options.prepare();
    } catch (error) {
      // Prepared links only save time: a watcher without one gets its link in the usual way. The
      // client logs a request that failed.
      if (!(error instanceof SignalingError)) log.debug('no link could be prepared:', errorName(error));
      this.topUpLater();
    } finally {
      this.#pending -= 1;
    }
  }
}
