/** For the tests here: recordings as a browser writes them, made by ffmpeg. Where there is none those tests cannot run; in CI there must be. */
import { execFileSync, spawnSync } from 'node:child_process';

/** A busy machine takes its time to encode. */
export const ENCODING_MS = 60_000;

export const hasFfmpeg = process.env['CI'] !== undefined || spawnSync('ffmpeg', ['-version']).status === 0;

/** No duration, no index, clusters of unknown size. */
export function recordedLive(seconds: number, { sound }: { readonly sound: boolean }): Buffer {
  const inputs = ['testsrc2=size=160x90:rate=30', ...(sound ? ['sine'] : [])].map((source) => `-f lavfi -i ${source}`);
  const codecs = `-c:v libvpx -deadline realtime -cpu-used 8 -g 60${sound ? ' -c:a libopus' : ''}`;
  const command = `-v error ${inputs.join(' ')} -t ${seconds} ${codecs} -f webm -live 1 pipe:1`;
  return execFileSync('ffmpeg', command.split(' '));
}
