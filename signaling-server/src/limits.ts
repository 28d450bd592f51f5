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

  #turnWindow(): void {
    const now = this.#clock.now();
    if (now - this.#windowStart < WINDOW_MS && this.#counts.size < MAX_KEYS) return;
    this.#counts = new Map();
    this.#windowStart = now;
  }
}

/** A bucket that refills steadily: bursts are fine, a stream is not. */
export class Bucket {
  readonly #clock: Clock;
  readonly #size: { readonly burst: number; readonly perSecond: number };
  #left: number;
  #countedAt: number;

  constructor(clock: Clock, size: { readonly burst: number; readonly perSecond: number }) {
    this.#clock = clock;
    this.#size = size;
    this.#left = size.burst;
    this.#countedAt = clock.now();
  }

  take(): boolean {
    const now = this.#clock.now();
    const refill = (Math.max(0, now - this.#countedAt) / 1000) * this.#size.perSecond;
    this.#left = Math.min(this.#size.burst, this.#left + refill);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
