/** Delays of recordings. */

/** How often the recorder delivers data. A crash loses at most what was not delivered. */
export const RECORDING_SLICE_MS = 500;

/** The distance of key frames in a recording. A player can start at each of them. */
export const RECORDING_KEY_FRAME_INTERVAL_MS = 2_000;
