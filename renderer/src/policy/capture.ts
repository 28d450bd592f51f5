/** Delays and limits of capturing cameras, microphones, screens and the computer’s sound. */

/**
 * Before a device that another program uses, or that was lost, is tried again: the system does not
 * say when it is released or back.
 */
export const DEVICE_RETRY_MS = 2_000;

/** The same for the computer's sound. */
export const SYSTEM_SOUND_RETRY_MS = 2_000;

/** macOS ends a sound that it does not permit within this time. */
export const SOUND_REFUSAL_MS = 2_000;

/**
 * How often the machine is asked for sound that is wanted and missing. It costs a listing of the
 * devices.
 */
export const SOUND_REVIVAL_INTERVAL_MS = 1_500;

/**
 * Before a camera is opened again with another size, growing with each attempt. Thumbnails and
 * compositor keep copies of its track for a moment, and the size cannot change before the last copy
 * is gone.
 */
export const DEVICE_RELEASE_DELAYS_MS = [100, 400, 1_500] as const;

/** How often the devices are listed on Linux, where Chromium does not notice all changes. */
export const DEVICE_LIST_INTERVAL_MS = 2_000;

/**
 * How often screens and windows are listed while the picker is open: often enough to recognise
 * them, cheap enough while live.
 */
export const SCREEN_LIST_INTERVAL_MS = 1_000;

/**
 * Before a microphone counts as silent. Longer than a pause between sentences; short enough to save
 * the start of a talk.
 */
export const SILENT_MICROPHONE_MS = 8_000;

/** How often the level of a microphone is measured to notice silence. */
export const MICROPHONE_LEVEL_INTERVAL_MS = 500;

/**
 * The time that one reading of a level meter covers. Short, so that the meter moves with the voice.
 */
export const METER_SPAN_MS = 20;

/**
 * The longest side of a screen's picture as it is captured, in pixels: an 8K screen, also an
 * upright one. The scene makes it smaller. Without a limit Chromium scales every screen to fit the
 * one that the app's window is on.
 */
export const CAPTURED_SIDE_PIXELS = 7_680;

/**
 * The least frame rate of a camera's mode that is preferred because it is large enough. Large modes
 * of many cameras are slow.
 */
export const CAMERA_MODE_FPS = 20;
