/** Limits how often one link's requests cause a key frame. */
import { KEY_FRAME_REQUEST_INTERVAL_MS as INTERVAL_MS } from '../policy/encoding.ts';

export class KeyFrameRequests {
  #acceptedAtMs = Number.NEGATIVE_INFINITY;
  #everyMs = INTERVAL_MS.first;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** A link that soon asks again is accepted half as often; after a pause it is accepted at once. */
  accepts(nowMs: number): boolean {
    const sinceMs = nowMs - this.#acceptedAtMs;
    if (sinceMs < this.#everyMs) return false;
    this.#everyMs = sinceMs < this.#everyMs * 2 ? Math.min(INTERVAL_MS.longest, this.#everyMs * 2) : INTERVAL_MS.first;
    this.#acceptedAtMs = nowMs;
    return true;
  }

  /**
   * Calls `act` once the request is accepted, which may be now. Of two that wait, the later one
   * counts.
   */
  whenAccepted(act: () => void): void {
    this.cancel();
    const nowMs = performance.now();
    if (this.accepts(nowMs)) return act();
    this.#waiting = setTimeout(() => this.whenAccepted(act), this.#acceptedAtMs + this.#everyMs - nowMs);
  }

  /** Forgets a request that waits. */
  cancel(): void {
    clearTimeout(this.#waiting);
  }
}
