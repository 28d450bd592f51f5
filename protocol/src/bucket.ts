/** How much may be said at once and how much in the long run, counted by whoever listens. */
export interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/** Refills steadily: bursts are fine, a stream is not. */
export class Bucket {
  readonly #pace: Pace;
  readonly #nowMs: () => number;
  #left: number;
  #countedAtMs: number;

  constructor(pace: Pace, nowMs: () => number) {
    this.#pace = pace;
    this.#nowMs = nowMs;
    this.#left = pace.burst;
    this.#countedAtMs = nowMs();
  }

  /** Counts one more; false where it is one too many. */
  tryConsume(): boolean {
    const nowMs = this.#nowMs();
    const refill = (Math.max(0, nowMs - this.#countedAtMs) / 1000) * this.#pace.perSecond;
    this.#left = Math.min(this.#pace.burst, this.#left + refill);
    this.#countedAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
