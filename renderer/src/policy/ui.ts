/** How long things stay on screen, and how often clocks are drawn. */

/**
 * How long a button that cannot be undone asks. Then its question goes, and a stray press is safe.
 */
export const CONFIRMATION_MS = 4_000;

/** The same for the question of the control strip, which is often not in view. */
export const STRIP_QUESTION_MS = 6_000;

/** How long the copy button says what became of the copy. */
export const COPY_OUTCOME_MS = 2_000;

/** How often the time of a recording is drawn. Twice a second, so that no second is skipped. */
export const RECORDING_CLOCK_INTERVAL_MS = 500;

/** How often the control strip's clock is drawn. */
export const LIVE_CLOCK_INTERVAL_MS = 1_000;
