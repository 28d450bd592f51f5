/**
 * The encoding of recordings: one that every Chromium can make and play, and that survives a crash.
 */
import { RECORDING_KEY_FRAME_INTERVAL_MS } from '../policy.ts';

/**
 * A WebM file is playable up to its last frame at any time. Every Chromium, player and editor knows
 * VP8 and Opus.
 */
const MIME_TYPE = 'video/webm;codecs=vp8,opus';

const AUDIO_BPS = 128_000;

/** TypeScript's types lack Chromium's key frame interval. */
interface WebmOptions extends MediaRecorderOptions {
  readonly videoKeyFrameIntervalDuration: number;
}

/** `height`: of the picture, in pixels. */
export const recordingOptions = (height: number | undefined): WebmOptions => ({
  mimeType: MIME_TYPE,
  audioBitsPerSecond: AUDIO_BPS,
  videoBitsPerSecond: videoBps(height),
  videoKeyFrameIntervalDuration: RECORDING_KEY_FRAME_INTERVAL_MS,
});

/** Enough for a face and for still text. The file grows by about 20 or 40 MB a minute. */
const videoBps = (height = 720): number => (height >= 1_000 ? 5_000_000 : 2_500_000);

/** Expected bits per second of a recording, before one has been measured. */
export const expectedBps = (height?: number): number => videoBps(height) + AUDIO_BPS;
