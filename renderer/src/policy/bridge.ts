/** How a page in a browser notices that the machine has slept. */

/**
 * A longer gap between two checks is sleep: timers of a hidden page may fire only once a minute.
 */
export const SLEEP_GAP_MS = 90_000;

/** How often a page in a browser checks whether it has slept. */
export const SLEEP_CHECK_INTERVAL_MS = 15_000;
