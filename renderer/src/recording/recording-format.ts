/** In what a recording is encoded: what every Chromium can, what outlives a crash, and what plays in a browser without a further program. */

/** WebM is whole up to its last frame at any moment, and every Chromium, player and editor knows VP8 and Opus. */
const MIME_TYPE = 'video/webm;codecs=vp8,opus';

const AUDIO_BPS = 128_000;

/** Chromium's own measure, which the types do not have yet. */
interface WebmOptions extends MediaRecorderOptions {
  readonly videoKeyFrameIntervalDuration: number;
}

export const recordingOptions = (height: number | undefined): WebmOptions => ({
  mimeType: MIME_TYPE,
  audioBitsPerSecond: AUDIO_BPS,
  videoBitsPerSecond: videoBps(height),
  // A player can enter at each key frame.
  videoKeyFrameIntervalDuration: 2_000,
});

/** Good for a face and for text that stands still; the file grows by about 20 or 40 MB a minute. */
const videoBps = (height = 720): number => (height >= 1_000 ? 5_000_000 : 2_500_000);

/** What a recording takes before one has been measured. */
export const expectedBps = (height?: number): number => videoBps(height) + AUDIO_BPS;
