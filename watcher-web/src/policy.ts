/**
 * Every delay, back-off and threshold of the watcher page, each with its reason. What belongs to a
 * single connection (reconnecting the socket, finding a path) is in `rtc/`, and
 * `public/old-browser.js` has a delay of its own, since it can import nothing.
 */
import type { Pace } from '@lectern/protocol';

/**
 * The ladder of repairs (ADR 38). Each step begins where the one before has not helped, and all end
 * with the first packet. The network coming back, the tab being shown and the machine waking begin
 * it again at the first restart.
 *
 * | step              | begins                                        | lasts                           |
 * | ----------------- | --------------------------------------------- | ------------------------------- |
 * | check the service | no packet for 0.4 s                           | 0.5 s, then a second connection |
 * | wait out a blip   | no packet for 0.8 s; `disconnected`           | 0.2 s; none on `failed`         |
 * | restart ICE       | then; at once where the network has changed   | 1, 2, 2.5 s                     |
 * | another link      | then; a path without frames: see Frames below | 15 s to the first picture       |
 * | another session   | three such links in a row; a refused one      | `REJOIN_AFTER_MS`               |
 *
 * The service is tried every 0.3 to 1.2 s where a picture is missing, and otherwise as late as it has
 * asked (`rtc/src/policy.ts`). Times of the ladder vary by a fifth.
 */
export const LADDER = { blipMs: 200, restartPausesMs: [1_000, 2_000], giveUpAfterMs: 2_500 };
export const NOTICING = { suspectAfterMs: 400, missingAfterMs: 800, missingAfterChangeMs: 300 };

/**
 * How often the page looks whether packets arrive: five times a second makes it notice within a
 * second. A reading takes about a millisecond.
 */
export const PATH_READING_INTERVAL_MS = 200;

// Joining

/** The HTML says "Connecting…". If joining takes longer than usual, load the UI to say more. */
export const UI_LOADS_AFTER_MS = 1_000;
/** Between attempts to load a part of the page; each pause is twice the one before. */
export const LOAD_AGAIN_MS = { first: 500, max: 8_000 };
/**
 * A link's answer waits for the check whether UDP gets through, but only until it has lasted this
 * long. It begins with the page, so it is nearly always done. Where UDP is blocked, this delays the
 * picture a little.
 */
export const UDP_CHECK_MS = 300;
/** A healthy link has its first picture in well under a second. After this long it never will. */
export const FIRST_PICTURE_TIMEOUT_MS = 15_000;
/** When the page names what keeps it from connecting: after two or three failed attempts. */
export const SIGNALING_OBSTACLE_AFTER_MS = 8_000;
/** The same for a link without a path: ICE has tried every pair of candidates by then. */
export const MEDIA_OBSTACLE_AFTER_MS = 12_000;
/** While nothing connects, check this often whether the service answers ordinary requests. */
export const SERVICE_PROBE_INTERVAL_MS = 10_000;
/** A connection that is still being made is used by the next attempt. */
export const SERVICE_PROBE_TIMEOUT_MS = 2_000;
/** An allocation over TLS takes four round trips. Later than this, the way counts as blocked. */
export const WAY_TIMEOUT_MS = 4_000;

// Refused by the service

/**
 * New connections because a notice is missing: where the fault is the service’s own, they would not
 * help.
 */
export const COMING_AGAIN_PACE: Pace = { burst: 3, perSecond: 0.2 };

/** Between attempts to join. A watcher who came too early is in soon after the room opens. */
export const REFUSED_RETRY_MS = { first: 5_000, max: 15_000, growth: 1.5 };
/**
 * First retry with a picture on screen, or while the room moves: the service has most likely just
 * restarted.
 */
export const REFUSED_RETRY_SOON_MS = 1_000;
/** Factor on each retry delay, so that an audience refused together does not return together. */
export const RETRY_JITTER = { min: 0.8, max: 1.2 };

// Replacing a link

/** From the second link in a row without a picture: don't ask a broken presenter in a loop. */
export const REPLACE_BACKOFF_MS = { first: 1_000, max: 15_000 };
/** Between a refused replacement and joining again. */
export const REJOIN_AFTER_MS = 3_000;
/**
 * So many links in a row without a picture: the session itself may be at fault, so it begins again.
 */
export const LINKS_BEFORE_REJOIN = 3;

// Frames. The scene emits at least five a second, so a link without frames is faulty.

export const FRAME_CHECK_INTERVAL_MS = 750;
/** While no frame comes: a path that works again is noticed at once. */
export const FRAME_CHECK_INTERVAL_STANDING_MS = 100;
/** Nothing for this long is an outage of the path. Sound alone is fifty packets a second. */
export const PATH_SILENT_AFTER_MS = 600;
/** Between two requests for a key frame. The presenter heeds no more than one a second. */
export const KEY_FRAME_ASK_INTERVAL_MS = 1_000;
/** Slow devices and lost key frames cause shorter gaps, which end by themselves. */
export const STALLED_AFTER_MS = 1_500;
/** By then a key frame requested at `stalled` has arrived, even over a slow line. */
export const STUCK_AFTER_MS = 5_000;
/** A path is alive if a packet came this recently. ICE checks are answered at least every 2.5 s. */
export const PATH_ALIVE_WINDOW_MS = 3_000;
/** Checks further apart mean that the page was frozen or asleep: what it missed is no fault. */
export const FRAME_CHECK_GAP_MAX_MS = 2_500;

// Sleep of the machine

/** Smaller jumps of the wall clock against the page's clock are corrections of the time. */
export const SLEEP_MIN_MS = 15_000;
export const SLEEP_CHECK_INTERVAL_MS = 2_000;
/** Timers of a visible page run. If one is this late, the machine was asleep. */
export const SLEEP_TIMER_LATE_MS = 8_000;

// Reports to the presenter

export const REPORT_INTERVAL_MS = 2_000;
/**
 * No report while nothing has arrived for this long. It would be lost, and what is sent over the
 * data channel after the outage would wait for its repetition, for up to three seconds.
 */
export const REPORT_QUIET_MS = 400;
/** After the first picture, or after muting: the presenter should see it without waiting. */
export const REPORT_SOON_MS = 500;

// Delay (ADR 16): a link that has fallen behind for no reason of the network is replaced.

/** Buffering beyond what the network and lip sync require. Less is not noticed in a talk. */
export const EXCESS_DELAY_MS = 150;
/** Late reports before a link is replaced; random, as a whole audience may fall behind at once. */
export const LATE_REPORTS = { min: 4, max: 9 };
/** If a fresh link did not help, the device or line is slow: wait twice as long each time. */
export const DELAY_REPLACE_BACKOFF_MS = { first: 30_000, max: 15 * 60_000 };
/** After this long without trouble the back-off starts again at `first`. */
export const DELAY_BACKOFF_RESET_MS = 10 * 60_000;

// Sound that has stopped on a path that is alive: fifty packets a second, also of silence.

/** Longer than the presenter takes to repair the link. */
export const SOUND_STUCK_AFTER_MS = 6_000;
/** If another link did not help, wait twice as long each time. */
export const SOUND_REPLACE_BACKOFF_MS = { first: 30_000, max: 15 * 60_000 };

// The page

export const CONTROLS_HIDE_AFTER_MS = 2_500;
export const TOAST_MS = 1_400;
/** For a toast that says why something failed. */
export const LONG_TOAST_MS = 4_000;
/** A held key changes a toast many times a second: read it out once it has stopped changing. */
export const ANNOUNCE_AFTER_MS = 400;
export const STATISTICS_INTERVAL_MS = 1_000;
/** Rates need two readings: the first figures should not take a whole second. */
export const STATISTICS_FIRST_INTERVAL_MS = 300;
/** Longer touches and longer gaps are not a double tap on any platform. */
export const TAP_MAX_MS = 300;
export const DOUBLE_TAP_GAP_MAX_MS = 300;
/** A finger rolls this far during a tap; further is a drag. */
export const TAP_MOVE_MAX_PX = 12;
/** Two taps further apart are meant for two places. */
export const DOUBLE_TAP_DISTANCE_MAX_PX = 40;
/** Kept for `?debug`: several minutes of ordinary watching. */
export const DEBUG_LINES_MAX = 500;
