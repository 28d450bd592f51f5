/** How much longer a recording may go on, and what became of it, in words. Pure. */
import { LEAST_SPACE_BYTES, LOW_SPACE_BYTES, type SavedRecording } from '@lectern/bridge';
import { expectedBps } from '../../recording/recording-format.ts';
import type { RecordingProblem } from '../../recording/recording-state.ts';
import { words } from '../words.ts';

const say = words.recording;

/** Before this, the size says more about the current picture than about the recording. */
const MEASURED_AFTER_MS = 20_000;

interface RecordingSize {
  readonly freeBytes: number | null;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** How long the disk lasts at the rate so far, in minutes. Null where the free space is unknown. */
export function minutesLeft({ freeBytes, bytes, elapsedMs }: RecordingSize): number | null {
  if (freeBytes === null) return null;
  const isMeasured = elapsedMs >= MEASURED_AFTER_MS && bytes > 0;
  const bytesPerMinute = isMeasured ? (bytes / elapsedMs) * 60_000 : (expectedBps() / 8) * 60;
  return Math.max(0, freeBytes - LEAST_SPACE_BYTES) / bytesPerMinute;
}

export function spaceText(minutes: number): string {
  if (minutes < 2) return say.spaceForMinute;
  if (minutes < 60) return say.spaceForMinutes(Math.floor(minutes));
  return minutes < 24 * 60 ? say.spaceForHours(Math.floor(minutes / 60)) : say.spaceForDay;
}

export const isSpaceLow = (freeBytes: number | null): boolean => freeBytes !== null && freeBytes < LOW_SPACE_BYTES;

export function problemSentence(problem: RecordingProblem): string {
  switch (problem.type) {
    case 'machine':
      return problem.sentence;
    case 'disk-too-slow':
      return say.diskTooSlow;
    case 'recorder-failed':
      return say.recorderFailed;
    case 'recorder-refused':
      return say.recorderRefused(problem.detail);
  }
}

/** `reason`: why the recording ended by itself, or null where the presenter ended it. */
export function savedSentence(file: SavedRecording, reason: RecordingProblem | null): string {
  const saved = reason === null ? say.saved(file.name) : say.savedUpTo(problemSentence(reason), file.name);
  return file.seekable ? saved : `${saved} ${say.notSeekable}`;
}

/** The same where nothing was recorded. */
export const emptySentence = (reason: RecordingProblem | null): string =>
  reason === null ? say.empty : `${problemSentence(reason)} ${say.empty}`;
