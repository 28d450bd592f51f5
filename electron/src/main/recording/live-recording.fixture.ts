/**
 * Recordings as a browser writes them, made by ffmpeg. Without ffmpeg the tests that use them are
 * skipped, except in CI.
 */
import { execFileSync, spawnSync } from 'node:child_process';

/** Encoding is slow on a busy machine. */
export const ENCODING_MS = 60_000;

export const hasFfmpeg = process.env['CI'] !== undefined || spawnSync('ffmpeg', ['-version']).status === 0;

/** A WebM file without duration and index, with clusters of unknown size. */
export function recordedLive(seconds: number, { sound }: { readonly sound: boolean }): Buffer {
  const inputs = ['testsrc2=size=160x90:rate=30', ...(sound ? ['sine'] : [])].map((source) => `-f lavfi -i ${source}`);
  const codecs = `-c:v libvpx -deadline realtime -cpu-used 8 -g 60${sound ? ' -c:a libopus' : ''}`;
  const command = `-v error ${inputs.join(' ')} -t ${seconds} ${codecs} -f webm -live 1 pipe:1`;
  return execFileSync('ffmpeg', command.split(' '));
}
