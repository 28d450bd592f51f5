/** Numbers as people read them. Pure. */

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `0:12`, `12:04`, `1:02:30`. A negative time, after the clock was set back, reads `0:00`. */
export function elapsedText(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = twoDigits(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `3.1 MB`, `640 MB`, `1.3 GB`. */
export function sizeText(bytes: number): string {
  if (bytes < 10_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return bytes < 1_000_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

const megabits = (kbps: number): string => `${(kbps / 1_000).toFixed(1)} Mbit/s`;

/** `120 kbit/s`, `1.8 Mbit/s`. */
export const bitrateText = (kbps: number): string =>
  kbps < 1_000 ? `${Math.round(kbps / 10) * 10} kbit/s` : megabits(kbps);

/** What sound takes, to the kilobit: `38 kbit/s`. */
export const soundRateText = (kbps: number): string => `${Math.round(kbps)} kbit/s`;

/** What an upload carries: always in Mbit/s, as providers advertise it. */
export const uploadText = megabits;

/** How far a watcher is behind: `0.09 s`, `1.2 s`. */
export const delayText = (ms: number): string =>
  ms < 950 ? `${Math.round(ms / 10) / 100} s` : `${(ms / 1_000).toFixed(1)} s`;

/** How fast a service answers: `12 ms`, `1.2 s`. */
export const latencyText = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** A version as people say it: 1.2 for 1.2.0, but 1.2.1 in full. */
export const shortVersion = (version: string): string => version.replace(/^(\d+\.\d+)\.0$/, '$1');
