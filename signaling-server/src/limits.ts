/** Counting, so that one address or socket cannot take what is everybody's. */
import type { Clock } from './clock.ts';

const WINDOW_MS = 60_000;
/** Beyond this many counted keys the oldest window is let go: a flood of addresses must not cost memory. */
const MAX_KEYS = 100_000;

/** So many a minute for each key. */
export class PerMinute {
  readonly #clock: Clock;
  readonly #allowed: number;
  #counts = new Map<string, number>();
  #windowStart: number;

  constructor(clock: Clock, allowed: number) {
    this.#clock = clock;
    this.#allowed = allowed;
    this.#windowStart = clock.now();
  }

  /** Counts one more; false where it is one too many. */
  take(key: string): boolean {
    this.#turnWindow();
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#allowed;
  }

  /** Whether one more would be one too many. */
  isSpent(key: string): boolean {
    this.#turnWindow();
    return (this.#counts.get(key) ?? 0) >= this.#allowed;
  }

  #turnWindow(): void {
    const now = this.#clock.now();
    if (now - this.#windowStart < WINDOW_MS && this.#counts.size < MAX_KEYS) return;
    this.#counts = new Map();
    this.#windowStart = now;
  }
}
