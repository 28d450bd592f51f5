/**
 * A token bucket: how many messages are accepted at once, and how many in the long run. Counted by
 * the receiver.
 */
export interface Pace {
  readonly burst: number;
  readonly perSecond: number;
}

/** Starts full and refills steadily. */
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

  /** Counts one message. False when the bucket is empty. */
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
