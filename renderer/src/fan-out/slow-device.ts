/** Whether a watcher's device is too slow for its picture, as its report says. */
import type { WatcherReport } from '@lectern/protocol';
import { DECODING_FRACTION, DROPPED_FRACTION, MIN_DROPPED, REPORT_INTERVAL_S } from '../policy/audience.ts';

export function isSlowDevice({ fps, droppedFrames, decodeMs }: WatcherReport): boolean {
  const isDropping =
    droppedFrames >= MIN_DROPPED && droppedFrames > DROPPED_FRACTION * (fps * REPORT_INTERVAL_S + droppedFrames);
  return isDropping || (decodeMs * fps) / 1_000 > DECODING_FRACTION;
}
