/**
 * One timeline for all pictures that go out, in microseconds. Each source has a clock of its own (a
 * camera's starts when it is opened, a screen's when the machine starts). The offset to the scene's
 * clock is that of the picture that arrived fastest.
 */

/** An offset that differs by more means that the source's clock has restarted. */
const RESTARTED_US = 300_000;
/**
 * Clocks drift by some parts in a million: each picture moves the offset by this part of the
 * difference.
 */
const DRIFT_GAIN = 1 / 256;
/** Encoders drop a picture that is not at least this much later than the one before. */
const MIN_STEP_US = 1_000;

/** Maps one source's timestamps to the scene's timeline. */
export class SourceClock {
  #offsetUs: number | undefined;

  /** The capture time on the scene's timeline, never later than now. */
  toSceneTime(timestampUs: number, nowUs: number): number {
    const offsetUs = nowUs - timestampUs;
    const known = this.#offsetUs;
    if (known === undefined || offsetUs < known || offsetUs - known > RESTARTED_US) this.#offsetUs = offsetUs;
    else this.#offsetUs = known + (offsetUs - known) * DRIFT_GAIN;
    return timestampUs + (this.#offsetUs ?? offsetUs);
  }
}

/** Hands out the timestamps of the pictures that go out; each is later than the one before. */
export class SceneTimeline {
  #lastUs = Number.NEGATIVE_INFINITY;

  stamp(atUs: number): number {
    this.#lastUs = Math.round(Math.max(atUs, this.#lastUs + MIN_STEP_US));
    return this.#lastUs;
  }
}
