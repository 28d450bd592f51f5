/**
 * One timeline for everything that goes out, in microseconds. Each source dates its frames by a clock of its own (a camera since it was
 * opened, a screen since the machine was started); here they are put on the scene's, by the frame that took least time to arrive.
 */

/** A source further off than this has begun anew. */
const OTHER_CLOCK_US = 300_000;
/** Crystals differ by some parts in a million: the place follows slowly. */
const DRIFT_SHARE = 1 / 256;
/** Encoders drop a frame that is not later than the one before by at least this. */
const LEAST_STEP_US = 1_000;

/** Where one source's timestamps lie on the scene's timeline. */
export class SourceClock {
  #aheadUs: number | undefined;

  /** The capture's time on the scene's timeline, never later than now. */
  place(timestampUs: number, nowUs: number): number {
    const aheadUs = nowUs - timestampUs;
    const known = this.#aheadUs;
    if (known === undefined || aheadUs < known || aheadUs - known > OTHER_CLOCK_US) this.#aheadUs = aheadUs;
    else this.#aheadUs = known + (aheadUs - known) * DRIFT_SHARE;
    return timestampUs + (this.#aheadUs ?? aheadUs);
  }
}

/** Hands out the timestamps of what goes out: rising, whatever comes in. */
export class SceneTimeline {
  #lastUs = Number.NEGATIVE_INFINITY;

  stamp(atUs: number): number {
    this.#lastUs = Math.round(Math.max(atUs, this.#lastUs + LEAST_STEP_US));
    return this.#lastUs;
  }
}
