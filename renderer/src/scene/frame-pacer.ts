/**
 * Admits at most 30 pictures a second, evenly, without a beat against a source of nearly the same
 * rate.
 */

const INTERVAL_US = 1_000_000 / 30;
/**
 * Cameras are not punctual: a picture that comes this much early still belongs to the next slot.
 */
const EARLY_US = 6_000;
/**
 * Pictures that always come just before their slot would always wait. Each late one moves the
 * schedule this much earlier.
 */
const NUDGE_US = 1_000;

export class FramePacer {
  #dueUs = Number.NEGATIVE_INFINITY;

  /** Whether a picture of this capture time may go now. If so, it uses the slot. */
  admit(atUs: number): boolean {
    if (atUs < this.#dueUs - EARLY_US) return false;
    // Counted from the schedule, not from the picture: early pictures would add up to a higher
    // rate.
    this.#dueUs = Math.max(this.#dueUs, atUs - EARLY_US) + INTERVAL_US;
    return true;
  }

  /** A picture that was not admitted uses the slot after all, since no newer one came. */
  admitLate(atUs: number): void {
    this.#dueUs = Math.max(this.#dueUs, atUs - EARLY_US) + INTERVAL_US - NUDGE_US;
  }

  /** Time until the next slot, in microseconds. */
  waitUs(atUs: number): number {
    return Math.max(0, this.#dueUs - atUs);
  }
}
