/** Reads from the timecode in each picture how old it is when a watcher's browser shows it. */
import type { Watcher } from '../../drive/watchers.ts';
import { installTimecode } from './timecode.ts';

export interface SeenPicture {
  /** On the clock of the watcher's page. */
  readonly atMs: number;
  /**
   * From the timecode to the time at which the browser expects to display it; null if the timecode
   * is unreadable.
   */
  readonly ageMs: number | null;
  /**
   * The capture time that the stream states, minus the timecode; null until the sender has reported
   * its clock.
   */
  readonly datedLateMs: number | null;
  /**
   * The picture's RTP timestamp, plus a constant for the whole reading; null if the browser states
   * none. Unlike `datedLateMs`, it does not depend on the receiver's estimate of the sender's
   * clock.
   */
  readonly stampMs: number | null;
  /** The blocks of the timecode, as zeros and ones: the same for all who see the same capture. */
  readonly timecode: string;
  readonly width: number;
  /** The same timecode as in the picture before. */
  readonly isAgain: boolean;
}

declare global {
  interface Window {
    seenPictures: SeenPicture[];
  }
}

/** Runs in the watcher's page, after `installTimecode`. */
function watchPictures(): void {
  const seen: SeenPicture[] = (window.seenPictures = []);
  const { columns, rows, share, ageAt } = window.timecode;
  // Each block gets four by four pixels, and one in its middle is read.
  const [width, height] = [columns * 4, rows * 4];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const video = document.querySelector('video');
  if (!context || !video) throw new Error('no picture here');
  let before = '';
  let first: number | undefined;
  const read = (_now: number, metadata: VideoFrameCallbackMetadata): void => {
    const { expectedDisplayTime, captureTime, rtpTimestamp, width: pictureWidth } = metadata;
    video.requestVideoFrameCallback(read);
    context.drawImage(video, 0, 0, video.videoWidth, video.videoHeight * share, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const blocks = Array.from({ length: columns * rows }, (_, block) => {
      const [x, y] = [(block % columns) * 4 + 2, Math.floor(block / columns) * 4 + 2];
      return (data[(y * width + x) * 4] ?? 0) > 127;
    });
    const timecode = blocks.map(Number).join('');
    // A browser that states no display time displays it now.
    const atMs = Math.max(expectedDisplayTime, performance.now());
    first ??= rtpTimestamp;
    // 32 bits at 90 kHz (RFC 3551), which wrap.
    const stampMs = rtpTimestamp === undefined || first === undefined ? null : ((rtpTimestamp - first) | 0) / 90;
    seen.push({
      atMs,
      width: pictureWidth,
      timecode,
      stampMs,
      ageMs: ageAt(performance.timeOrigin + atMs, blocks),
      datedLateMs: captureTime === undefined ? null : ageAt(performance.timeOrigin + captureTime, blocks),
      isAgain: timecode === before,
    });
    before = timecode;
  };
  video.requestVideoFrameCallback(read);
}

export interface DelayReading {
  /** All pictures since the start. */
  readonly pictures: () => Promise<readonly SeenPicture[]>;
}

export async function readDelays(watcher: Pick<Watcher, 'read'>): Promise<DelayReading> {
  await watcher.read(installTimecode);
  await watcher.read(watchPictures);
  return { pictures: () => watcher.read(() => window.seenPictures) };
}

/** The ages of pictures that are seen for the first time. */
export const agesOf = (pictures: readonly SeenPicture[]): number[] =>
  pictures.flatMap(({ ageMs, isAgain }) => (ageMs === null || isAgain ? [] : [ageMs]));
