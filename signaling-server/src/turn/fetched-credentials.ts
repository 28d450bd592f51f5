/**
 * A hosted TURN service that gives credentials at a URL. They are fetched in advance, the same for
 * all links, and again long before they expire: no join waits for that service.
 */
import type { IceServer } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Cancel, Clock } from '../room/clock.ts';
import { askForCredentials, problemOf, type CredentialsUrl, type FetchLimits } from './ask-for-credentials.ts';
import type { TurnServers } from './turn-servers.ts';

interface FetchPolicy extends FetchLimits {
  /** The pause after a failure, doubled each time. */
  readonly retryMs: { readonly first: number; readonly longest: number };
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: FetchPolicy;
}

interface Kept {
  readonly servers: readonly IceServer[];
  readonly ttlMs: number;
  /** By `Clock.elapsed`. */
  readonly expiresAtMs: number;
}

export class FetchedCredentials implements TurnServers {
  readonly #setting: CredentialsUrl;
  readonly #deps: Deps;
  readonly #closing = new AbortController();
  #kept: Kept | undefined;
  #failures = 0;
  #cancel: Cancel | undefined;

  /** The first ones are fetched at once; until they are here, links have no TURN. */
  constructor(setting: CredentialsUrl, deps: Deps) {
    this.#setting = setting;
    this.#deps = deps;
    void this.#fetch();
  }

  forEnd(): IceServer[] {
    const { clock } = this.#deps;
    return this.#kept === undefined || clock.elapsed() >= this.#kept.expiresAtMs ? [] : [...this.#kept.servers];
  }

  /**
   * New ones are fetched after a quarter of the time, so what a link gets is good for three
   * quarters; at half of the time it gets others.
   */
  renewAfterMs(): number {
    return (this.#kept?.ttlMs ?? this.#setting.ttlS * 1000) / 2;
  }

  close(): void {
    this.#closing.abort();
    this.#cancel?.();
  }

  async #fetch(): Promise<void> {
    const { clock, log, policy } = this.#deps;
    const askedAtMs = clock.elapsed();
    let pauseMs: number;
    try {
      const { servers, ttlS } = await askForCredentials(this.#setting, policy, this.#closing.signal);
      const ttlMs = Math.min(ttlS ?? Number.POSITIVE_INFINITY, this.#setting.ttlS) * 1000;
      this.#kept = { servers, ttlMs, expiresAtMs: askedAtMs + ttlMs };
      if (this.#failures > 0) log.info('the TURN service gives credentials again');
      this.#failures = 0;
      pauseMs = ttlMs / 4;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      const { first, longest } = policy.retryMs;
      pauseMs = Math.min(longest, first * 2 ** this.#failures);
      this.#failures += 1;
      log.warn({ problem: problemOf(error), retryMs: pauseMs }, 'no TURN credentials from their URL');
    }
    if (!this.#closing.signal.aborted) this.#cancel = clock.after(pauseMs, () => void this.#fetch());
  }
}
