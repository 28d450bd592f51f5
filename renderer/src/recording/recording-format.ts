/**
 * The encoding of recordings: one that every Chromium can make and play, and that survives a crash.
 */
import { RECORDING_KEY_FRAME_INTERVAL_MS } from '../policy/recording.ts';
import { nothingShown, type Size } from '../scene/scene-layout.ts';

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

/** `size`: of the picture, in pixels. */
export const recordingOptions = (size: Size): WebmOptions => ({
  mimeType: MIME_TYPE,
  audioBitsPerSecond: AUDIO_BPS,
  videoBitsPerSecond: videoBps(size),
  videoKeyFrameIntervalDuration: RECORDING_KEY_FRAME_INTERVAL_MS,
});

/**
 * Enough for a face and for still text, by the least pixels of the picture, in any shape: about
 * those of 1280×720, 1920×1080 and 2560×1440. The file grows by about 20, 40 or 60 MB a minute.
 */
const BIT_RATES = [
  { pixels: 3_000_000, bps: 8_000_000 },
  { pixels: 1_500_000, bps: 5_000_000 },
  { pixels: 0, bps: 2_500_000 },
] as const;

function videoBps({ width, height }: Size): number {
  return BIT_RATES.find(({ pixels }) => width * height >= pixels)?.bps ?? BIT_RATES[0].bps;
}

/** Expected bits per second of a recording, before one has been measured. */
export const expectedBps = (): number => videoBps(nothingShown.size) + AUDIO_BPS;
