/** How the state of the audience is judged. */

/**
 * How often verdicts are updated, and how often the sent streams are measured while they are shown.
 */
export const AUDIENCE_INTERVAL_MS = 1_000;

/** A link's first seconds are full of changes. Freezes in them say nothing about its line. */
export const SETTLING_MS = 5_000;

/** Freezes count for this long. */
export const FREEZE_MEMORY_MS = 10_000;

/**
 * A worse verdict is shown once it has lasted for two reports; a better one later, since a bad line
 * tends to stay bad.
 */
export const VERDICT_DELAY_MS = { worse: 4_000, better: 8_000 };

/** By then a watcher's page says that the picture cannot get through. Where a path exists, it is found sooner. */
export const NO_PATH_MS = 12_000;

/**
 * A page reports within half a second of its first picture, but the picture itself may take this
 * long.
 */
export const FIRST_REPORT_MS = 8_000;

/** How often a page reports what it sees, in seconds. Its dropped frames are those of this time. */
export const REPORT_INTERVAL_S = 2;

/** A report is outdated when the next four are missing. */
export const REPORT_LIFETIME_MS = 8_000;

/** Above this delay a line counts as bad: questions and answers no longer meet. */
export const LONG_DELAY_MS = 800;

/** With more delay than this, freezes are the line's fault rather than the presenter's. */
export const NOTICEABLE_DELAY_MS = 300;

/** Freezes within the memory that count as trouble. A single one happens on every line. */
export const MIN_FREEZES = 2;

/** Dropped frames of a report from which a device may be slow. A few are dropped on every device. */
export const MIN_DROPPED = 5;

/** The fraction of its frames that a slow device drops. */
export const DROPPED_FRACTION = 0.2;

/** The fraction of the time spent decoding above which a device is slow. */
export const DECODING_FRACTION = 0.8;
