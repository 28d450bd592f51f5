/** Counts events per key, so that one address or watcher cannot use up what all share. */
import { MAX_COUNTED_KEYS } from '../policy.ts';
import type { Clock } from './clock.ts';
import type { OtherCounts } from './other-counts.ts';

const WINDOW_MS = 60_000;

/** Allows so many a minute for each key, in fixed windows. */
export class PerMinute {
  readonly #clock: Clock;
  readonly #allowed: number;
  readonly #others: OtherCounts | undefined;
  #counts = new Map<string, number>();
  /** The first window starts with the first event, not somewhere before it. */
  #windowStart = -Infinity;

  constructor(clock: Clock, allowed: number, others?: OtherCounts) {
    this.#clock = clock;
    this.#allowed = allowed;
    this.#others = others;
  }

  /** Counts one more. False when that exceeds the limit, or this key's own. */
  tryConsume(key: string, allowed = this.#allowed): boolean {
    this.#startWindowIfDue();
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count === 1) this.#makeRoom();
    this.#counts.set(key, count);
    this.#others?.count(key);
    return count + this.#countedElsewhere(key) <= allowed;
  }

  /** Whether one more would exceed the limit. */
  isSpent(key: string): boolean {
    this.#startWindowIfDue();
    return (this.#counts.get(key) ?? 0) + this.#countedElsewhere(key) >= this.#allowed;
  }

  #countedElsewhere(key: string): number {
    return this.#others?.of(key) ?? 0;
  }

  /** Until what was counted is forgotten. */
  get msLeft(): number {
    this.#startWindowIfDue();
    return WINDOW_MS - (this.#clock.elapsed() - this.#windowStart);
  }

  /** Only the oldest key is forgotten: a flood of others must not free one that is spent. */
  #makeRoom(): void {
    if (this.#counts.size < MAX_COUNTED_KEYS) return;
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
  }

  #startWindowIfDue(): void {
    const now = this.#clock.elapsed();
    if (now - this.#windowStart < WINDOW_MS) return;
    this.#counts = new Map();
    this.#windowStart = now;
  }
}
