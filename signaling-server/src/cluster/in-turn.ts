/**
 * Carries things out in order, some at a time, so that the event loop has time for everything else.
 */
import type { Cancel, Clock } from '../room/clock.ts';

export interface TurnPolicy {
  readonly atOnce: number;
  readonly everyMs: number;
}

export class InTurn {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #policy: TurnPolicy;
  #waiting: (() => void)[] = [];
  #cancel: Cancel | undefined;

  constructor(clock: Pick<Clock, 'after'>, policy: TurnPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  /** The first ones run at once. */
  add(all: readonly (() => void)[]): void {
    this.#waiting.push(...all);
    if (this.#cancel === undefined) this.#runSome();
  }

  /** All that wait run now. */
  close(): void {
    this.#cancel?.();
    for (const run of this.#waiting.splice(0)) run();
  }

  #runSome(): void {
    const { atOnce, everyMs } = this.#policy;
    const some = this.#waiting.slice(0, atOnce);
    this.#waiting = this.#waiting.slice(atOnce);
    this.#cancel =
      this.#waiting.length === 0
        ? undefined
        : this.#clock.after(everyMs, () => {
            this.#runSome();
          });
    for (const run of some) run();
  }
}
