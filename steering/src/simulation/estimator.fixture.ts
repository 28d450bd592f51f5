/**
 * A simulated bandwidth estimate that behaves like WebRTC's. It drops to 0.85 of what arrives when
 * the delay grows, and otherwise grows by 8 % a second up to 1.5 times what arrives. It does not
 * decay while little is sent.
 */

const START_KBPS = 300;
const START_PROBE_KBPS = 6_000;
const DROP_INTERVAL_MS = 300;
const AVERAGE_OVER_MS = 200;
/** Without feedback (`RttBasedBackoff` of libwebrtc). */
const BACKOFF = { afterMs: 3_000, everyMs: 1_000, factor: 0.8, leastKbps: 5 };

export class Estimator {
  kbps = START_KBPS;
  #arrivedKbps = 0;
  #lastDelayMs = 0;
  #lastDropMs = -DROP_INTERVAL_MS;
  #lastFeedbackMs = 0;
  #backoffs = 0;
  /** Each link notices a queue at a slightly different delay. */
  readonly #thresholdMs: number;

  constructor(thresholdMs: number) {
    this.#thresholdMs = thresholdMs;
  }

  /** The result of a burst of padding. */
  probe(freeKbps: number): void {
    this.kbps = Math.max(this.kbps, Math.min(START_PROBE_KBPS, freeKbps));
  }

  /** Called every 50 ms, like transport feedback. */
  handleFeedback(arrivedKbit: number, delayMs: number, nowMs: number): void {
    const intervalMs = 50;
    this.#arrivedKbps += ((arrivedKbit * 1000) / intervalMs - this.#arrivedKbps) * (intervalMs / AVERAGE_OVER_MS);
    const isGrowing = delayMs > this.#lastDelayMs - 1;
    this.#lastDelayMs = delayMs;
    if (delayMs > this.#thresholdMs && isGrowing) {
      if (nowMs - this.#lastDropMs >= DROP_INTERVAL_MS) {
        this.kbps = Math.min(this.kbps, this.#arrivedKbps * 0.85);
        this.#lastDropMs = nowMs;
      }
    } else if (delayMs < this.#thresholdMs / 2) {
      const bound = this.#arrivedKbps * 1.5 + 10;
      if (this.kbps < bound) this.kbps = Math.min(this.kbps * 1.08 ** ((nowMs - this.#lastFeedbackMs) / 1000), bound);
    }
    this.#lastFeedbackMs = nowMs;
  }

  /** Nothing comes back. */
  handleSilence(silentMs: number, nowMs: number): void {
    this.#lastFeedbackMs = nowMs;
    if (silentMs === 0) this.#backoffs = 0;
    for (; silentMs >= BACKOFF.afterMs + this.#backoffs * BACKOFF.everyMs; this.#backoffs += 1)
      this.kbps = Math.max(this.kbps * BACKOFF.factor, BACKOFF.leastKbps);
  }

  handleLoss(fraction: number): void {
    if (fraction > 0.1) this.kbps *= 1 - 0.5 * fraction;
  }
}
