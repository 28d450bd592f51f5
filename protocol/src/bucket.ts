/**
 * A token bucket: how much is accepted at once, and how much in the long run. Counted by the
 * receiver, in messages or in units of work.
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

  /** Counts one message, or work of this price. False when the bucket has less left. */
  tryConsume(price = 1): boolean {
    this.#refill();
    if (this.#left < price) return false;
    this.#left -= price;
    return true;
  }

  /**
   * Counts work that has been caused already. What exceeds the bucket is a debt, at most as large
   * as the burst. False while there is a debt.
   */
  charge(price: number): boolean {
    this.#refill();
    this.#left = Math.max(-this.#pace.burst, this.#left - price);
    return this.#left >= 0;
  }

  #refill(): void {
    const nowMs = this.#nowMs();
    const refill = (Math.max(0, nowMs - this.#countedAtMs) / 1000) * this.#pace.perSecond;
    this.#left = Math.min(this.#pace.burst, this.#left + refill);
    this.#countedAtMs = nowMs;
  }
}
