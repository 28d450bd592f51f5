/** How old each picture is when a watcher's browser shows it, read from the timecode in it. */
import type { Watcher } from '../../drive/watchers.ts';
import { installTimecode } from './timecode.ts';

export interface SeenPicture {
  /** On the watcher's page's clock. */
  readonly atMs: number;
  /** From the timecode to the moment at which the browser expects to have it on the glass; null where it could not be read. */
  readonly ageMs: number | null;
  /** How much later than the timecode the stream says that it was captured; null until the sender has reported its clock. */
  readonly datedLateMs: number | null;
  /** It had been seen before: the same picture again, or one that was drawn a moment before its turn. */
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
  // Each block in four by four pixels, of which one in the middle is looked at.
  const [width, height] = [columns * 4, rows * 4];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const video = document.querySelector('video');
  if (!context || !video) throw new Error('no picture here');
  let before = '';
  const look = (_now: number, { expectedDisplayTime, captureTime }: VideoFrameCallbackMetadata): void => {
    video.requestVideoFrameCallback(look);
    context.drawImage(video, 0, 0, video.videoWidth, video.videoHeight * share, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const blocks = Array.from({ length: columns * rows }, (_, block) => {
      const [x, y] = [(block % columns) * 4 + 2, Math.floor(block / columns) * 4 + 2];
      return (data[(y * width + x) * 4] ?? 0) > 127;
    });
    const code = blocks.map(Number).join('');
    // Where the browser does not say when it will be shown, it is shown now.
    const atMs = Math.max(expectedDisplayTime, performance.now());
    seen.push({
      atMs,
      ageMs: ageAt(performance.timeOrigin + atMs, blocks),
      datedLateMs: captureTime === undefined ? null : ageAt(performance.timeOrigin + captureTime, blocks),
      isAgain: code === before,
    });
    before = code;
  };
  video.requestVideoFrameCallback(look);
}

export interface DelayReading {
  /** All pictures since the reading began. */
  readonly pictures: () => Promise<readonly SeenPicture[]>;
}

export async function readDelays(watcher: Pick<Watcher, 'read'>): Promise<DelayReading> {
  await watcher.read(installTimecode);
  await watcher.read(watchPictures);
  return { pictures: () => watcher.read(() => window.seenPictures) };
}

/** Of pictures seen for the first time. */
export const agesOf = (pictures: readonly SeenPicture[]): number[] =>
  pictures.flatMap(({ ageMs, isAgain }) => (ageMs === null || isAgain ? [] : [ageMs]));
