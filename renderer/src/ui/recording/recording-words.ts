/** What is said about a recording: how long, how large, how much more there is room for, and what became of it. */
import { LEAST_SPACE_BYTES, LOW_SPACE_BYTES, type KeptRecording } from '@lectern/bridge';
import { expectedBps } from '../../recording/recording-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `0:12`, `12:04`, `1:02:30`. */
export function elapsedWords(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function sizeWords(bytes: number): string {
  if (bytes < 10_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes < 1_000_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** A shorter time says more about the picture of the moment than about the recording. */
const MEASURED_AFTER_MS = 20_000;

interface Room {
  readonly freeBytes: number | null;
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** How long the disk lasts at the pace so far, minutes; null where the machine does not know what is free. */
export function roomMinutes({ freeBytes, bytes, elapsedMs }: Room): number | null {
  if (freeBytes === null) return null;
  const measured = elapsedMs >= MEASURED_AFTER_MS && bytes > 0;
  const bytesPerMinute = measured ? (bytes / elapsedMs) * 60_000 : (expectedBps() / 8) * 60;
  return Math.max(0, freeBytes - LEAST_SPACE_BYTES) / bytesPerMinute;
}

export function roomWords(minutes: number): string {
  if (minutes < 2) return 'space for a minute';
  if (minutes < 60) return `space for about ${Math.floor(minutes)} min`;
  return minutes < 24 * 60 ? `space for about ${Math.floor(minutes / 60)} h` : 'space for over a day';
}

/** What to reckon with, rounded up. */
export const expectedWords = 'An hour of recording takes about 1.2 GB.';

export const isSpaceLow = (freeBytes: number | null): boolean => freeBytes !== null && freeBytes < LOW_SPACE_BYTES;

export function keptSentence(file: KeptRecording, because: string | null): string {
  const kept =
    because === null
      ? `Recording kept as “${file.name}”.`
      : `${because} The recording was kept up to here, as “${file.name}”.`;
  return file.seekable ? kept : `${kept} It plays from the beginning; jumping in it may be slow.`;
}

export const interruptedSentence = (file: KeptRecording): string =>
  `A recording was interrupted. It is kept as “${file.name}”.`;
