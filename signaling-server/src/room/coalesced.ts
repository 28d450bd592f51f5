/**
 * Runs something at most once in an interval: the first request at once, those that follow too soon
 * together at the end of the interval.
 */
import type { Cancel, Clock } from './clock.ts';

export class Coalesced {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #run: () => void;
  /** `resting`: ran less than an interval ago. `due`: requested again since. */
  #cancel: Cancel = () => undefined;
  #state: 'idle' | 'resting' | 'due' | 'closed' = 'idle';

  constructor(clock: Clock, intervalMs: number, run: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  request(): void {
    if (this.#state === 'closed') return;
    if (this.#state !== 'idle') this.#state = 'due';
    else this.#runAndRest();
  }

  /** Runs what is due now: something that follows must not come before it. */
  flush(): void {
    if (this.#state !== 'due') return;
    this.#state = 'resting';
    this.#run();
  }

  /** Cancels a pending run. */
  close(): void {
    this.#state = 'closed';
    this.#cancel();
  }

  #runAndRest(): void {
    this.#state = 'resting';
    this.#cancel = this.#clock.after(this.#intervalMs, () => {
      if (this.#state === 'due') this.#runAndRest();
      else this.#state = 'idle';
    });
    this.#run();
  }
}
