/**
 * How often one link's requests for key frames are heard. A watcher that waits for one asks several times a second, and on a bad line the
 * answers would be all that it gets; besides, a key frame is one for everybody, and costs all others some sharpness. Its picture stands still
 * until one is heard, though: they are not far apart.
 */
const EVERY_MS = { least: 1_000, most: 2_000 };

export class KeyFrameRequests {
  #heardAtMs = Number.NEGATIVE_INFINITY;
  #everyMs = EVERY_MS.least;

  /** Whoever asks again soon is heard half as often; after a quiet while, at once. */
  isHeard(nowMs: number): boolean {
    const sinceMs = nowMs - this.#heardAtMs;
    if (sinceMs < this.#everyMs) return false;
    this.#everyMs = sinceMs < this.#everyMs * 2 ? Math.min(EVERY_MS.most, this.#everyMs * 2) : EVERY_MS.least;
    this.#heardAtMs = nowMs;
    return true;
  }
}
