/** Lets through at most thirty pictures a second, evenly, without beating against a source that has just about that rate. */

const INTERVAL_US = 1_000_000 / 30;
/** Cameras are not punctual: a frame that comes this much early is still its own turn's. */
const EARLY_US = 6_000;
/** A source whose every picture comes a little before its turn would always wait for it: the plan moves towards it. */
const NUDGE_US = 1_000;

export class FramePacer {
  #dueUs = Number.NEGATIVE_INFINITY;

  /** Whether a picture of this time may go now; if so, the next one's turn is planned. */
  admit(atUs: number): boolean {
    if (atUs < this.#dueUs - EARLY_US) return false;
    // From the plan, not from the frame: early ones would add up to a higher rate.
    this.#dueUs = Math.max(this.#dueUs, atUs - EARLY_US) + INTERVAL_US;
    return true;
  }

  /** A picture that was not admitted goes all the same: no newer one has taken its turn. */
  takeTurn(atUs: number): void {
    this.#dueUs = Math.max(this.#dueUs, atUs - EARLY_US) + INTERVAL_US - NUDGE_US;
  }

  /** How long until the next turn is certainly there. */
  waitUs(atUs: number): number {
    return Math.max(0, this.#dueUs - atUs);
  }
}
