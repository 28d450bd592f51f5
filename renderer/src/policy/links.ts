/**
 * The ladder of repairs of the links, and how they are watched. Signaling and what both ends
 * share are in `rtc/src/policy.ts`.
 */
import type { Pace } from '@lectern/protocol';

/**
 * The ladder of repairs of each link (ADR 38). Its watcher climbs its own, sooner: it knows first
 * whether its picture is missing. Both end with the first packet. The network coming back and the
 * machine waking begin it again at the first restart.
 *
 * | step              | begins                                       | lasts                            |
 * | ----------------- | -------------------------------------------- | -------------------------------- |
 * | check the service | a link is interrupted; on air, 2 s of quiet  | 0.5 s, then a second connection  |
 * | wait out a blip   | nothing arrives for 0.8 s                    | 1.2 s; none on `failed`          |
 * | restart ICE       | then; at once where the network has changed, | 2, 4, 8 s; a few links at a time |
 * |                   | the watcher asks, or the room is open again  |                                  |
 * | another link      | then, while the room is open                 | until its watcher has a picture  |
 *
 * The session needs no step of its own: every new connection opens the room again and names
 * its links. Times of the ladder vary by a fifth.
 */
export const LADDER = { blipMs: 1_200, restartPausesMs: [2_000, 4_000], giveUpAfterMs: 8_000 };

/**
 * How long the offer of a prepared link gathers candidates, which its watcher then gets all at
 * once.
 */
export const GATHER_MS = 500;

/**
 * How long a prepared link waits for the check whether UDP gets through. It is done once for all
 * links.
 */
export const UDP_CHECK_MS = 3_500;

/** How long a connection stays open for a last message: closed at once, it would discard it. */
export const FAREWELL_MS = 300;

/**
 * A path on which nothing arrives for this long is broken for the moment. A watcher that receives
 * sends feedback at least four times a second (RFC 8888, libwebrtc); shorter outages are mended by
 * retransmission.
 */
export const PATH_SILENT_AFTER_MS = 800;

/**
 * How often links are read, and how many at once, at about 0.7 ms each. Of those that work two, and
 * none sooner than `restMs` after its last sign of life: with many links it is mostly the watchers'
 * reports that show it. Of those in trouble `first`, doubling up to `most` while they heal.
 */
export const LINK_READING = {
  intervalMs: 100,
  healthy: 2,
  restMs: 200,
  /**
   * A tick that comes this late says nothing: the page or the machine has stood still meanwhile.
   */
  lateMs: 1_000,
  /** After a reading that failed: the connection is closing, or has no path yet. */
  failedMs: 1_000,
  /**
   * A stream that stood still for this long at its last reading may be in trouble. The scene makes
   * five frames a second.
   */
  stoppedMs: 500,
  troubled: { first: 4, most: 32 },
};

/**
 * A source without anything new for this long stands still, which is no fault of what follows.
 * Longer than two checks of the engine, which is the source of the links.
 */
export const SOURCE_STANDS_MS = 1_200;

/**
 * A repair that is soon needed again has not helped: the next ones wait twice as long each time, up
 * to 32 times. On a machine that has no time left, repairs take what is left. After a calm time
 * this is forgotten.
 */
export const STRIKE_MEMORY_MS = 60_000;
export const MAX_DOUBLINGS = 5;

/**
 * A standstill of more than a quarter of the links that were read lately is no fault of a link:
 * encoder, worker or machine are slow, and new writers or links would make it worse.
 */
export const SHARED_STANDSTILL = { fraction: 0.25, quietMs: 500, readWithinMs: 2_000 };

/** New writers and links in all, on top of each link's own times. */
export const REPAIR_PACE: Pace = { burst: 3, perSecond: 0.1 };

/**
 * A link that has just connected has this long for its first picture. On a slow machine it takes
 * seconds.
 */
export const LINK_START_MS = 8_000;

/** `writer`: the link's stream starts again with a new writer · `link`: another link. */
export type LinkRepair = 'key-frame' | 'writer' | 'link';

/**
 * What is done about a link that is connected and on which no picture leaves. A layer that starts
 * takes a quarter of a second to its first key frame, a busy machine a second. The watcher asks for
 * another link after five seconds without a frame; ours is for one that does not, as on a hidden
 * page. Each time counts from the repair before.
 */
export const PICTURE_REPAIRS = [
  { afterMs: 1_500, repair: 'key-frame' },
  { afterMs: 1_500, repair: 'writer' },
  { afterMs: 6_000, repair: 'link' },
] as const;

/** The same for sound, which never stops: with no source the mix emits silence. */
export const SOUND_REPAIRS = [
  { afterMs: 1_500, repair: 'writer' },
  { afterMs: 8_000, repair: 'link' },
] as const;

/**
 * How many watchers at once get a link in another codec, and how often: each costs as much as a join.
 * A link that could not be replaced is tried again then.
 */
export const CODEC_MOVES = { atOnce: 4, everyMs: 1_000 };

/**
 * Of so many reports in a row, each about two seconds, a device that is too slow for AV1 gets VP8.
 */
export const SLOW_REPORTS = 2;

/** How long a link may run on beside the one that replaces it. */
export const HANDOVER_MS = 4_000;

/**
 * A link with a watcher and without an answer is asked about this often: the room may not know it
 * any more. A watcher's page answers in well under a second, or gets another link.
 */
export const UNANSWERED_CHECK_MS = 30_000;
