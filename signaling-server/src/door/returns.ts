/**
 * When clients come back: those that lose their connection spread their return over the time that a
 * core needs to let all of them in, and those that are refused under load get a turn each.
 */
import type { Role } from '@lectern/protocol';
import type { ReturnPolicy } from '../policy.ts';

type Counts = Readonly<Record<Role, number>>;

export class Returns {
  readonly #policy: ReturnPolicy;
  readonly #counts: () => Counts;
  readonly #elapsed: () => number;
  readonly #random: () => number;
  /** The turn of the client that was refused last. */
  #lastTurnMs = 0;

  /**
   * `counts`: the clients that this instance serves. `elapsed`: a monotonic clock, in milliseconds.
   */
  constructor(
    policy: ReturnPolicy,
    counts: () => Counts,
    elapsed: () => number = () => performance.now(),
    random: () => number = Math.random,
  ) {
    this.#policy = policy;
    this.#counts = counts;
    this.#elapsed = elapsed;
    this.#random = random;
  }

  /**
   * Within how many milliseconds a client of this role returns after a lost connection. Presenters
   * are few, and all watchers need theirs, so they do not wait for the watchers' turns.
   */
  withinMs(role: Role): number {
    const { presenter, watcher } = this.#counts();
    return this.timeFor(role === 'presenter' ? presenter : presenter + watcher);
  }

  /** The time in which so many clients are let in. */
  timeFor(clients: number): number {
    const { perSecond, longestMs } = this.#policy;
    return Math.min(longestMs, Math.round((clients * 1_000) / perSecond));
  }

  /**
   * After how many milliseconds a client that is refused now comes back. Each gets the turn after
   * the one before, so that they come no faster than they are let in, however many there are.
   */
  nextTurnMs(): number {
    const { perSecond, shortestWaitMs, longestMs } = this.#policy;
    const nowMs = this.#elapsed();
    const turnMs = Math.max(this.#lastTurnMs + 1_000 / perSecond, nowMs + shortestWaitMs);
    // More than can get a turn: they are spread over the whole time.
    if (turnMs > nowMs + longestMs) return Math.round(shortestWaitMs + this.#random() * (longestMs - shortestWaitMs));
    this.#lastTurnMs = turnMs;
    return Math.round(turnMs - nowMs);
  }
}
