/**
 * Time as a room sees it: injected, so that a room has none of its own. Clock, ids and counters
 * stand in `room/` because every folder of the service may import `room`, and `room` imports none.
 */

export type Cancel = () => void;

export interface Clock {
  /**
   * Milliseconds since 1970, for tokens, credentials and epochs only: it is set now and then, by an
   * hour or more.
   */
  now(): number;
  /** Milliseconds since some moment, for durations: it only ever goes forward, at an even pace. */
  elapsed(): number;
  /**
   * Runs once, `delayMs` from now; with 0, after everything that is already due, replies included.
   */
  after(delayMs: number, run: () => void): Cancel;
}
