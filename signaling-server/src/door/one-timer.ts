/**
 * Runs many things, each at the same interval from its own beginning on, by one timer: ten thousand
 * timers with their closures would take several megabytes.
 */
import type { Clock } from '../room/clock.ts';

export interface Repeated {
  /** The interval is over once more. */
  run(): void;
}

export class OneTimer {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  /** When each is due. All wait equally long, so the first one added is the first one due. */
  readonly #due = new Map<Repeated, number>();
  #timer: 'none' | 'set' = 'none';

  constructor(clock: Clock, intervalMs: number) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  add(repeated: Repeated): void {
    this.#due.delete(repeated);
    this.#due.set(repeated, this.#clock.elapsed() + this.#intervalMs);
    this.#setTimer();
  }

  remove(repeated: Repeated): void {
    this.#due.delete(repeated);
  }

  #setTimer(): void {
    if (this.#timer === 'set') return;
    const [dueMs] = this.#due.values();
    if (dueMs === undefined) return;
    this.#timer = 'set';
    this.#clock.after(Math.max(0, dueMs - this.#clock.elapsed()), () => {
      this.#timer = 'none';
      const due = this.#findDue();
      for (const repeated of due) this.add(repeated);
      this.#setTimer();
      for (const repeated of due) repeated.run();
    });
  }

  #findDue(): readonly Repeated[] {
    const nowMs = this.#clock.elapsed();
    const due: Repeated[] = [];
    for (const [repeated, dueMs] of this.#due) {
      if (dueMs > nowMs) break;
      due.push(repeated);
    }
    return due;
  }
}
