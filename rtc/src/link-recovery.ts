/**
 * Climbs the ladder of repairs of one link: decides when to restart ICE and when to give the link
 * up. The same at both ends, each with its own times.
 */
import { LADDER_JITTER, type LinkLadder } from './ladder.ts';
import { randomBetween } from './random-between.ts';

/** `opening`: no path yet · `missing`: no packet comes · `failed`: ICE has given it up. */
export type PathCondition = 'opening' | 'well' | 'missing' | 'failed';

export interface RecoveryActions {
  readonly restart: () => void;
  readonly giveUp: () => void;
  /** Whether another link could be had. While it could not, restarts go on. */
  readonly mayGiveUp: () => boolean;
}

export class LinkRecovery {
  readonly #ladder: LinkLadder;
  readonly #on: RecoveryActions;
  #condition: PathCondition = 'opening';
  #restarts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(ladder: LinkLadder, on: RecoveryActions) {
    this.#ladder = ladder;
    this.#on = on;
  }

  update(condition: PathCondition): void {
    if (this.#isClosed || condition === this.#condition) return;
    this.#condition = condition;
    if (condition === 'well') this.#reset();
    else if (condition === 'failed' && this.#restarts === 0) this.#restartAfter(0);
    else if (condition === 'missing' && this.#timer === undefined) this.#restartAfter(this.#ladder.blipMs);
  }

  /**
   * Begins again with a restart at once, unless the path is well: the network is known to have
   * changed, or signaling is back.
   */
  hurry(): void {
    // The connection of a closed link may stay open for a last message.
    if (this.#isClosed || this.#condition === 'well') return;
    this.#reset();
    this.#restartAfter(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#reset();
  }

  #reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#restarts = 0;
  }

  #restartAfter(delayMs: number): void {
    this.#after(delayMs, () => this.#restart());
  }

  #restart(): void {
    this.#restarts += 1;
    const { restartPausesMs, giveUpAfterMs } = this.#ladder;
    const pauseMs = restartPausesMs[this.#restarts - 1];
    // Before the action, which may hurry or close.
    if (pauseMs !== undefined) this.#restartAfter(pauseMs);
    else this.#after(giveUpAfterMs, () => this.#finish());
    this.#on.restart();
  }

  #finish(): void {
    if (this.#on.mayGiveUp()) this.#on.giveUp();
    else this.#restart();
  }

  #after(delayMs: number, act: () => void): void {
    clearTimeout(this.#timer);
    const run = (): void => {
      this.#timer = undefined;
      act();
    };
    this.#timer = setTimeout(run, Math.round(delayMs * randomBetween(LADDER_JITTER)));
  }
}
