/**
 * When the signaling client connects again: soon where a picture is missing, otherwise at a random
 * moment of the time that the service has named, so that thousands of clients do not return
 * together.
 */
import {
  BUSY_TIMEOUT_FACTOR_MAX,
  BUSY_TIMEOUT_GROWTH,
  LATE_RETRY_SHARE,
  RECONNECT_DELAY_MS,
  RECONNECT_JITTER,
} from './policy.ts';

export class ReturnPlan {
  readonly #random: () => number;
  /** As the service has named it last. */
  #withinMs = 0;
  /** Attempts since the last connection. */
  #attempts = 0;
  #timeoutFactor = 1;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Grows while the service says that it is busy. */
  get timeoutFactor(): number {
    return this.#timeoutFactor;
  }

  /** A notice of the service. Older services name no time. */
  named(withinMs: number | undefined): void {
    this.#withinMs = withinMs ?? this.#withinMs;
  }

  connected(): void {
    this.#attempts = 0;
  }

  /** The service has answered a request in time. */
  answered(): void {
    this.#timeoutFactor = 1;
  }

  busy(): void {
    this.#timeoutFactor = Math.min(BUSY_TIMEOUT_FACTOR_MAX, this.#timeoutFactor * BUSY_TIMEOUT_GROWTH);
  }

  /** Milliseconds until the next attempt, after a lost connection or an attempt that has failed. */
  nextMs(mayBeLate: boolean): number {
    const { first, longest, longestUrgent } = RECONNECT_DELAY_MS;
    const withinMs = mayBeLate ? this.#withinMs : 0;
    const pauseMs = Math.min(mayBeLate ? longest : longestUrgent, first * 2 ** this.#attempts);
    this.#attempts += 1;
    if (this.#attempts === 1) return this.#jitter() * pauseMs + this.#random() * withinMs;
    return this.#jitter() * Math.max(pauseMs, LATE_RETRY_SHARE * withinMs);
  }

  /** The same instead of the next attempt that was planned late: the client waits no longer. */
  hurriedMs(): number {
    return this.#jitter() * RECONNECT_DELAY_MS.first;
  }

  #jitter(): number {
    const { min, max } = RECONNECT_JITTER;
    return min + this.#random() * (max - min);
  }
}
