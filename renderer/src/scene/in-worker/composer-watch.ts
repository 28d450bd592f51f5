/** Watches the compositor's worker: it reports every second, and its track must not end. */
import { Machine } from '@lectern/state';
import { COMPOSER_CHECK, COMPOSER_REPAIRS } from '../../policy/scene.ts';
import { newFlow, stepFlow, type FlowReading, type FlowRepair, type FlowState } from '../../standstill/flow-step.ts';

export class ComposerWatch {
  readonly #machine: Machine<FlowState, FlowReading, FlowRepair<'renew'>>;
  readonly #isTrackLive: () => boolean;
  readonly #timer: ReturnType<typeof setInterval>;
  #checks = 0;
  #reports = 0;
  #checkedAtMs = performance.now();

  constructor(on: { readonly isTrackLive: () => boolean; readonly renew: () => void }) {
    this.#isTrackLive = on.isTrackLive;
    this.#machine = new Machine<FlowState, FlowReading, FlowRepair<'renew'>>({
      initial: newFlow(performance.now()),
      step: stepFlow(COMPOSER_REPAIRS),
      perform: on.renew,
    });
    this.#timer = setInterval(() => this.#check(), COMPOSER_CHECK.intervalMs);
  }

  /** What it composes is of no use once its track has ended. */
  noteReport(): void {
    if (this.#isTrackLive()) this.#reports += 1;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    const atMs = performance.now();
    // After sleep, or on a page that stood still, the time that has passed is not the worker's.
    const isExpected = atMs - this.#checkedAtMs <= COMPOSER_CHECK.lateMs;
    this.#checkedAtMs = atMs;
    this.#checks += 1;
    this.#machine.dispatch({ type: 'flow-read', atMs, isExpected, source: this.#checks, sent: this.#reports });
  }
}
