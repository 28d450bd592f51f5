/**
 * A bandwidth estimate that behaves like WebRTC's: sinks to 0.85 of what arrives when delay grows, grows by 8 % a second when
 * all is well, but never beyond 1.5 times what arrives, and does not decay when little is sent.
 */

const START_KBPS = 300;
const START_PROBE_KBPS = 6_000;
const SINK_EVERY_MS = 300;
const SHORTEST_MS = 200;

export class Estimator {
  kbps = START_KBPS;
  #arrivedKbps = 0;
  #lastDelayMs = 0;
  #lastSinkMs = -SINK_EVERY_MS;
  #grownAtMs = 0;
  /** Links notice the same queue at slightly different delays. */
  readonly #thresholdMs: number;

  constructor(thresholdMs: number) {
    this.#thresholdMs = thresholdMs;
  }

  /** A burst of padding measures what is free. */
  probe(freeKbps: number): void {
    this.kbps = Math.max(this.kbps, Math.min(START_PROBE_KBPS, freeKbps));
  }

  /** Every 50 ms, as transport feedback comes. */
  hear(arrivedKbit: number, delayMs: number, nowMs: number): void {
    const everyMs = 50;
    this.#arrivedKbps += ((arrivedKbit * 1000) / everyMs - this.#arrivedKbps) * (everyMs / SHORTEST_MS);
    const isGrowing = delayMs > this.#lastDelayMs - 1;
    this.#lastDelayMs = delayMs;
    if (delayMs > this.#thresholdMs && isGrowing) {
      if (nowMs - this.#lastSinkMs >= SINK_EVERY_MS) {
        this.kbps = Math.min(this.kbps, this.#arrivedKbps * 0.85);
        this.#lastSinkMs = nowMs;
      }
    } else if (delayMs < this.#thresholdMs / 2) {
      const bound = this.#arrivedKbps * 1.5 + 10;
      if (this.kbps < bound) this.kbps = Math.min(this.kbps * 1.08 ** ((nowMs - this.#grownAtMs) / 1000), bound);
    }
    this.#grownAtMs = nowMs;
  }

  hearLoss(fraction: number): void {
    if (fraction > 0.1) this.kbps *= 1 - 0.5 * fraction;
  }
}
