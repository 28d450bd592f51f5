/** Every delay, timeout and limit over time of the main process. */

// Logs

/**
 * A larger log file becomes the older one, of which one is kept: the log takes twice this at most.
 */
export const LOG_FILE_BYTES = 2_000_000;

// Closing and quitting

/** After the page has stopped, the links still send their goodbye; they need less. */
export const GOODBYE_MS = 500;
/** A page that has not stopped by then does not answer; the app quits all the same. */
export const STOP_TIMEOUT_MS = 3_000;
/** A recording page hands over its last second at once. After this the window closes without it. */
export const LAST_SECOND_TIMEOUT_MS = 2_000;
/**
 * A person who quits waits no longer for a recording to be finished; the next start finishes it.
 */
export const FINISH_ON_QUIT_TIMEOUT_MS = 5_000;

// Coming back after a crash

/**
 * The service keeps a room this long while its presenter is away. Later the watchers are gone, so
 * the app does not go live again.
 */
export const RETURN_WINDOW_MS = 600_000;
/**
 * An app that has come back by itself this often within the window leaves going live to the person.
 */
export const MAX_RETURNS = 3;
/** How old the time in the live note may be. It is small against the window. */
export const LIVE_NOTE_INTERVAL_MS = 20_000;
/**
 * A page that crashes more often than `MAX_CRASHES` within this time does not go live again by
 * itself.
 */
export const CRASH_WINDOW_MS = 60_000;
export const MAX_CRASHES = 3;
/** How long such a page waits before it is loaded again. */
export const CRASH_LOOP_DELAY_MS = 15_000;

// Windows

/** While a window is dragged it reports every pixel; its place is saved once it rests. */
export const WINDOW_SETTLE_MS = 400;
/**
 * The strip shows after the window has been behind others this long: a glance elsewhere does not
 * make it appear.
 */
export const STRIP_DELAY_MS = 3_000;

// Shortcuts and notifications

/** Resuming by the global shortcut takes two presses within this time. */
export const SECOND_PRESS_MS = 2_000;
/** The same notification appears at most once in this time. */
export const NOTIFICATION_INTERVAL_MS = 60_000;

// Signing in

/** A person finds a password and a second factor in this time. */
export const SIGN_IN_TIMEOUT_MS = 10 * 60 * 1000;
/**
 * One request to the identity provider or the service. The service itself may wait for the
 * provider.
 */
export const SIGN_IN_REQUEST_TIMEOUT_MS = 15_000;
/** Metadata, keys and tokens of large providers have some 20 KB. */
export const PROVIDER_ANSWER_BYTES = 262_144;

// Publishing to another server

/** A server far away, on a slow line, answers an offer in this time. */
export const PUBLISH_REQUEST_TIMEOUT_MS = 15_000;
/** An answer has some kilobytes. */
export const PUBLISH_ANSWER_BYTES = 262_144;

// The network

/**
 * Between two readings of this machine's addresses. A reading takes some tens of microseconds; a
 * change has to be noticed before the packets show it.
 */
export const ADDRESS_CHECK_INTERVAL_MS = 400;

// Capture

/** The page asks for a capture right after the person has chosen. An older choice is void. */
export const CAPTURE_GRANT_MS = 10_000;

// Sound

/** A sound server on this machine answers within a millisecond. */
export const SOUND_SERVER_ANSWER_MS = 500;
/**
 * Before the audio process is started again because the restart before did not help. It takes a
 * second to list its devices.
 */
export const SOUND_RESTART_MS = { first: 5_000, longest: 60_000 };
/** Sound that was complete for this long and is missing again has a new cause. */
export const SOUND_TROUBLE_GAP_MS = 10_000;

// Files

/** Space on a full disk comes back when the person makes some, who then looks at the app soon. */
export const SAVE_RETRY_MS = 10_000;

// Updates

/** A new version may be some hours late. The feed gets few requests. */
export const UPDATE_CHECK_INTERVAL_MS = 6 * 60 * 60 * 1000;
