/** How long to leave a line alone after it has shown its limit. */

/** Short pauses find the end of a passing squeeze within 20 s. */
const FIRST_MS = 4_000;
const SHORT_MS = 9_000;
const SHORT_COUNT = 5;
/** After that the line is simply that good: it is asked once a minute. */
const LONGEST_MS = 60_000;

export const pauseMs = (failures: number): number =>
  failures <= SHORT_COUNT
    ? Math.min(FIRST_MS * 2 ** Math.max(failures - 1, 0), SHORT_MS)
    : Math.min(SHORT_MS * 2 ** (failures - SHORT_COUNT), LONGEST_MS);
