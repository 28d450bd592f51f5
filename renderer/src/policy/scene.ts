/** Delays and limits of composing the picture and mixing the sound. */

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

/**
 * A mix without a new sample for this long has lost its clock. A busy machine stops it for less.
 */
export const SOUND_STALL_MS = 1_000;

/**
 * Before the mix tries the loudspeaker's clock again. Longer each time that it was lost again soon:
 * each try may cost a gap.
 */
export const LOUDSPEAKER_RETURN_MS = { first: 2_000, longest: 60_000 };
