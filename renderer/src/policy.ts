/**
 * Every delay, timeout, limit and threshold of the presenter's side; those of signaling and links are
 * in `rtc/src/policy.ts`.
 */
import type { Pace } from '@lectern/protocol';

// ─── Capture ───

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

// ─── Scene ───

/**
 * How long the last picture of a lost source stays, and how long the first picture of a new source
 * is awaited.
 */
export const SOURCE_GRACE_MS = 1_000;

/** A source without a new picture for this long is still. */
export const STILL_SOURCE_MS = 3_000;

/**
 * After this a picture that no newer one has followed is copied, so that the device gets its frame
 * back.
 */
export const FRAME_COPY_DELAY_MS = 150;

/**
 * The last picture is sent again after this. At least 5 pictures a second go out, and timers may be
 * late.
 */
export const FRAME_REPEAT_MS = 170;

/**
 * A picture that waits for its slot is sent this long after the slot, unless a newer picture has
 * used it.
 */
export const LATE_FRAME_MS = 15;

/**
 * The most pixels of a shared screen's picture, in any shape: those of 1920×1080, which one encoder
 * manages on an ordinary machine while the scene is also composed, or of 2560×1440.
 */
export const SCREEN_PIXELS = { 'full-hd': 1920 * 1080, original: 2560 * 1440 } as const;

/** The most pixels of a camera's picture: those of the best quality. Few cameras give more. */
export const CAMERA_PIXELS = 1920 * 1080;

/** How often the scene is measured and reported. */
export const SCENE_REPORT_INTERVAL_MS = 1_000;

/**
 * How often the compositor's worker is checked. It reports every second. A check that is this late
 * says nothing: the page, or the machine, has stood still.
 */
export const COMPOSER_CHECK = { intervalMs: 1_000, lateMs: 2_000 };

/**
 * A compositor that has reported nothing for so long is replaced. Painting a large scene on a busy
 * machine takes tenths of a second. Each time counts from the repair before.
 */
export const COMPOSER_REPAIRS = [
  { afterMs: 6_000, repair: 'renew' },
  { afterMs: 10_000, repair: 'renew' },
] as const;

/**
 * The fade of a sound that starts or ends, in seconds: long enough to avoid a click, short enough
 * to lose no word.
 */
export const SOUND_FADE_S = 0.02;

/**
 * A track's first samples reach the mix 50 to 100 ms after it is connected. Its fade starts after
 * that, in seconds.
 */
export const SOUND_ARRIVAL_S = 0.15;

/** A mix without a new sample for this long has lost its clock. A busy machine stops it for less. */
export const SOUND_STALL_MS = 1_000;

/**
 * Before the mix tries the loudspeaker's clock again. Longer each time that it was lost again soon:
 * each try may cost a gap.
 */
export const LOUDSPEAKER_RETURN_MS = { first: 2_000, longest: 60_000 };

// ─── On screen ───

/** How long a button that cannot be undone asks. Then its question goes, and a stray press is safe. */
export const CONFIRMATION_MS = 4_000;

/** The same for the question of the control strip, which is often not in view. */
export const STRIP_QUESTION_MS = 6_000;

/** How long the copy button says what became of the copy. */
export const COPY_OUTCOME_MS = 2_000;

/** How often the time of a recording is drawn. Twice a second, so that no second is skipped. */
export const RECORDING_CLOCK_INTERVAL_MS = 500;

/** How often the control strip's clock is drawn. */
export const LIVE_CLOCK_INTERVAL_MS = 1_000;

// ─── Sleep, in a browser ───

/** A longer gap between two checks is sleep: timers of a hidden page may fire only once a minute. */
export const SLEEP_GAP_MS = 90_000;

/** How often a page in a browser checks whether it has slept. */
export const SLEEP_CHECK_INTERVAL_MS = 15_000;

// ─── Recording ───

/** How often the recorder delivers data. A crash loses at most what was not delivered. */
export const RECORDING_SLICE_MS = 500;

/** The distance of key frames in a recording. A player can start at each of them. */
export const RECORDING_KEY_FRAME_INTERVAL_MS = 2_000;

// ─── Session ───

/**
 * Before the room is opened again after a refusal that may pass, such as a service that is full.
 * Random: after a restart many presenters are refused together.
 */
export const REOPEN_DELAY_MS = { min: 3_000, max: 6_000 };
/**
 * Rooms whose link was replaced that say so at once. Each holds a connection to the service; older
 * ones are silent.
 */
export const MAX_WITHDRAWN_ROOMS = 5;

/**
 * Before another link is prepared after one has failed: the next attempt would probably fail the
 * same way.
 */
export const PREPARE_RETRY_DELAY_MS = 5_000;

// ─── Links ───

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
 * The session needs no step of its own: every new connection opens the room again with the links
 * that are held. Times of the ladder vary by a fifth.
 */
export const LADDER = { blipMs: 1_200, restartPausesMs: [2_000, 4_000], giveUpAfterMs: 8_000 };

/**
 * How long the offer of a prepared link gathers candidates, which its watcher then gets all at
 * once.
 */
export const GATHER_MS = 500;

/** How long a prepared link waits for the check whether UDP gets through. It is done once for all links. */
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
  /** A tick that comes this late says nothing: the page or the machine has stood still meanwhile. */
  lateMs: 1_000,
  /** After a reading that failed: the connection is closing, or has no path yet. */
  failedMs: 1_000,
  /** A stream that stood still for this long at its last reading may be in trouble. The scene makes five frames a second. */
  stoppedMs: 500,
  troubled: { first: 4, most: 32 },
};

/**
 * A source without anything new for this long stands still, which is no fault of what follows. Longer
 * than two checks of the engine, which is the source of the links.
 */
export const SOURCE_STANDS_MS = 1_200;

/**
 * A repair that was needed again soon was none: the next ones wait twice as long, and again, up to 32
 * times. On a machine that has no time left, repairs take what is left. After a calm while it is
 * forgotten.
 */
export const STRIKE_MEMORY_MS = 60_000;
export const MAX_DOUBLINGS = 5;

/**
 * A standstill of more than a quarter of the links that were read lately is no fault of a link: encoder,
 * worker or machine are slow, and new writers or links would make it worse.
 */
export const SHARED_STANDSTILL = { fraction: 0.25, quietMs: 500, readWithinMs: 2_000 };

/** New writers and links in all, on top of each link's own times. */
export const REPAIR_PACE: Pace = { burst: 3, perSecond: 0.1 };

/** A link that has just connected has this long for its first picture. On a slow machine it takes seconds. */
export const LINK_START_MS = 8_000;

/** `writer`: the link's stream begins anew, with a new writer · `link`: another link. */
export type LinkRepair = 'key-frame' | 'writer' | 'link';

/**
 * What is done about a link that is connected and on which no picture leaves. A layer that starts
 * takes a quarter of a second to its first key frame, a busy machine a second. The watcher asks for
 * another link after five seconds without a frame; ours is for one that does not, as on a hidden page.
 * Each time counts from the repair before.
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

/** How long a link may run on beside the one that replaces it. */
export const HANDOVER_MS = 4_000;

// ─── Encoding and steering ───

/**
 * How often encoder and worker are checked. A check that is this late says nothing: the page, or the
 * machine, has stood still.
 */
export const ENGINE_CHECK = { intervalMs: 500, lateMs: 1_500 };

/** `encoder`, `worker`: another one. With its worker all links are lost, and replaced. */
export type EngineRepair = 'key-frame' | 'encoder' | 'worker';

/**
 * What is done about an encoder that makes no picture of a scene that goes on. A start takes a busy
 * machine a second. Watchers ask for other links after five seconds. Each time counts from the repair
 * before.
 */
export const ENCODER_PICTURE_REPAIRS = [
  { afterMs: 1_500, repair: 'key-frame' },
  { afterMs: 1_000, repair: 'encoder' },
  { afterMs: 10_000, repair: 'encoder' },
] as const;

/** The same for sound. */
export const ENCODER_SOUND_REPAIRS = [
  { afterMs: 2_000, repair: 'encoder' },
  { afterMs: 10_000, repair: 'encoder' },
] as const;

/**
 * A worker that answers nothing for so long is gone. It answers within milliseconds, on a machine three
 * times overbooked within a second or two.
 */
export const WORKER_REPAIRS = [{ afterMs: 8_000, repair: 'worker' }] as const;

/**
 * Least time between two key frames of the encoder, so that a crowd that arrives together is served
 * by one.
 */
export const KEY_FRAME_INTERVAL_MS = 500;

/**
 * Least time between two key frames that one link may cause. A watcher that waits for one asks
 * several times a second. On a bad line the answers would be all that it gets, and each costs every
 * other watcher some sharpness. The picture is frozen until then, so not longer.
 */
export const KEY_FRAME_REQUEST_INTERVAL_MS = { first: 1_000, longest: 2_000 };

/**
 * How long an unused layer is still encoded: a link that tries a layer may soon go back, and each
 * start costs all links a key frame.
 */
export const LAYER_LINGER_MS = 5_000;

/**
 * For how long after an outage reported loss still is that of the outage: a report covers the time since
 * the one before, and comes about once a second.
 */
export const OUTAGE_LOSS_MS = 2_500;

/** How long a key frame may wait in the pacer of a line that carries it. */
export const KEY_FRAME_SENDING_MS = 750;

/**
 * How often the statistics of all links are read. They cost about 0.7 ms for each link, so many
 * links are read less often.
 */
export const STEERING_INTERVAL_MS = { least: 250, perLink: 35 };

// ─── Audience ───

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

/**
 * The service is back within this time, or its absence is shown: after it has said that it is being
 * stopped, and after a connection was cut. Proxies that cut let the next one through at once.
 */
export const SERVICE_RETURN_MS = { announcement: 6_000, cut: 3_000 };

/** How often the service gets counts of the room's links. Its figures are read about as often. */
export const ROOM_REPORT_INTERVAL_MS = 10_000;

/** Removed watchers are remembered over restarts of the app: longer than an admin lets tokens live. */
export const REMOVAL_KEPT_MS = 86_400_000;
