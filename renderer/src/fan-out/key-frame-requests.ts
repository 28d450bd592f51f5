/** Limits how often one link's requests cause a key frame. */
import { KEY_FRAME_REQUEST_INTERVAL_MS as INTERVAL_MS } from '../policy.ts';

export class KeyFrameRequests {
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #everyMs = INTERVAL_MS.first;

  /** How long until a request is heard. */
  dueInMs(nowMs: number): number {
    return Math.max(0, this.#heardAtMs + this.#everyMs - nowMs);
  }

  /** A link that soon asks again is heard half as often; after a pause it is heard at once. */
  isHeard(nowMs: number): boolean {
    if (this.dueInMs(nowMs) > 0) return false;
    const sinceMs = nowMs - this.#heardAtMs;
    this.#everyMs = sinceMs < this.#everyMs * 2 ? Math.min(INTERVAL_MS.longest, this.#everyMs * 2) : INTERVAL_MS.first;
    this.#heardAtMs = nowMs;
    return true;
  }
}
