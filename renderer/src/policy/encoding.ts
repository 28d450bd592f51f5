/**
 * How encoder and worker are watched, and the delays of key frames and layers. What a link gets
 * is decided by `steering/`.
 */

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

/**
 * How long the encoder of a codec that no link reads stays open: the next watcher gets its first
 * picture sooner.
 */
export const ENCODER_LINGER_MS = 60_000;

/**
 * From so many logical processors on cameras are sent in AV1, too. It takes up to 1.7 times the
 * processor time of VP8, and twice where some watchers need VP8 besides.
 */
export const AV1_CAMERA_PROCESSORS = 8;

/**
 * A machine is too slow for a codec where its frames take longer than this share of the time
 * between two of them, for so long.
 */
export const CODEC_LOAD = { share: 0.9, behindMs: 3_000 };

/** How long a key frame may wait in the pacer of a line that carries it. */
export const KEY_FRAME_SENDING_MS = 750;

/**
 * How often the statistics of all links are read. They cost about 0.7 ms for each link, so many
 * links are read less often.
 */
export const STEERING_INTERVAL_MS = { least: 250, perLink: 35 };

/**
 * The part of a link's packets whose loss repeats each frame of its sound, in one more packet or in two.
 * Reports cover a second, in which `light` is one or two packets; of `heavy` loss, one repetition
 * would leave 2 %. Heavy loss for a shorter time than `heavyForMs`, which is longer than a report counts, is that of
 * a line that has just become narrow: two repetitions would fill it again. Bad lines stay bad for a while, so both are
 * remembered.
 */
export const SOUND_LOSS = { light: 0.02, heavy: 0.15, heavyForMs: 8_000, memoryMs: 20_000 } as const;

/** A report says nothing about a link's loss after this time. Those of sound alone come every 5 s. */
export const LOSS_REPORT_LIFETIME_MS = 7_000;

/**
 * The most that repeated sound may cost one link, in kbit/s: as much as music itself, or twice
 * speech.
 */
export const MAX_REPEATED_SOUND_KBPS = 96;
