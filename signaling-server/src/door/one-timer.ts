/**
 * Runs many callbacks, each at the same interval from its own beginning on, by one timer: ten
 * thousand timers with their closures would take several megabytes.
 */
import type { Cancel, Clock } from '../room/clock.ts';

export class OneTimer {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  /** When each is due. All wait equally long, so the first one added is the first one due. */
  readonly #due = new Map<() => void, number>();
  #timer: 'none' | 'set' = 'none';

  constructor(clock: Clock, intervalMs: number) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  /** Returns the function that ends it. */
  every(run: () => void): Cancel {
    this.#add(run);
    this.#setTimer();
    return () => void this.#due.delete(run);
  }

  #add(run: () => void): void {
    this.#due.set(run, this.#clock.elapsed() + this.#intervalMs);
  }

  #setTimer(): void {
    const [dueMs] = this.#due.values();
    if (this.#timer === 'set' || dueMs === undefined) return;
    this.#timer = 'set';
    this.#clock.after(Math.max(0, dueMs - this.#clock.elapsed()), () => {
      this.#timer = 'none';
      const due = this.#takeDue();
      for (const run of due) this.#add(run);
      this.#setTimer();
      for (const run of due) run();
    });
  }

  #takeDue(): readonly (() => void)[] {
    const nowMs = this.#clock.elapsed();
    const due: (() => void)[] = [];
    for (const [run, dueMs] of this.#due) {
      if (dueMs > nowMs) break;
      this.#due.delete(run);
      due.push(run);
    }
    return due;
  }
}
