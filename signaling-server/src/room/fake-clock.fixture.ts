/** A clock for tests: time passes when the test says so, and the wall clock can be set. */
import type { Cancel, Clock } from './clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  #elapsedMs = 0;
  #wallMs: number;
  /**
   * Sorted: the next timer is the last one. Of two that are due at once, the one set first runs
   * first.
   */
  readonly #timers: Timer[] = [];
  readonly #pending = new Set<Cancel>();

  constructor(nowMs = 1_700_000_000_000) {
    this.#wallMs = nowMs;
  }

  get timers(): number {
    return this.#timers.length;
  }

  now(): number {
    return this.#wallMs + this.#elapsedMs;
  }

  elapsed(): number {
    return this.#elapsedMs;
  }

  /** Sets the wall clock forward, or back. */
  set(byMs: number): void {
    this.#wallMs += byMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    const cancel = (): void => {
      const index = this.#timers.indexOf(timer);
      if (index !== -1) this.#timers.splice(index, 1);
      this.#pending.delete(cancel);
    };
    const runOnce = (): void => {
      this.#pending.delete(cancel);
      run();
    };
    const timer = { dueMs: this.#elapsedMs + delayMs, run: runOnce };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    this.#pending.add(cancel);
    return cancel;
  }

  /** Whether the timer of this `cancel` has neither run nor been cancelled. */
  isPending(cancel: Cancel): boolean {
    return this.#pending.has(cancel);
  }

  /**
   * Runs every timer that is due within `ms`, the earliest first, also those that are set
   * meanwhile.
   */
  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (;;) {
      const next = this.#timers.at(-1);
      if (next === undefined || next.dueMs > endMs) break;
      this.#timers.pop();
      this.#elapsedMs = Math.max(this.#elapsedMs, next.dueMs);
      next.run();
    }
    this.#elapsedMs = endMs;
  }

  #placeOf({ dueMs }: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#timers[middle]?.dueMs ?? 0) > dueMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
