/** Runs the service or the bare server as a process whose processor time and memory can be read. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { UsageQuestion, UsageReport } from './usage-reporter.ts';

const programs = {
  bare: join(import.meta.dirname, 'bare-server.ts'),
  lectern: resolve(import.meta.dirname, '../../../../signaling-server/dist/server.js'),
} as const;

/** The service gives every watcher of a large room its link at once. */
export const largeRooms = {
  LECTERN_MAX_WATCHERS_PER_ROOM: '20000',
  LECTERN_LINKS_AT_ONCE: '100000',
  LECTERN_LINKS_PER_SECOND: '1000',
};

export type ProgramName = keyof typeof programs;
export type Usage = UsageReport['usage'];

export interface MeasuredServer {
  readonly url: string;
  readonly pid: number;
  /** Since its start. */
  usage(): Promise<Usage>;
  /** The same, after a collection of its garbage. */
  settledUsage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** The names and values of `settings` are environment variables of the service. */
export async function startMeasuredServer(
  name: ProgramName,
  settings: Readonly<Record<string, string>> = {},
): Promise<MeasuredServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-signaling-'));
  const child = fork(programs[name], {
    execArgv: ['--expose-gc', '--import', join(import.meta.dirname, 'usage-reporter.ts')],
    env: {
      ...process.env,
      LECTERN_DATA_DIR: dataDir,
      LECTERN_STUN_URLS: '',
      LECTERN_LOG_LEVEL: 'warn',
      LECTERN_PORT: '0',
      ...settings,
    },
  });
  const ended = once(child, 'exit');
  const answer = async (): Promise<unknown> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      ended.then(([code]) => Promise.reject(new Error(`the ${name} server ended with ${String(code)}`))),
    ])) as [unknown];
    return message;
  };
  const read = async (question: UsageQuestion): Promise<Usage> => {
    child.send(question);
    return ((await answer()) as UsageReport).usage;
  };
  const { listening } = (await answer()) as { listening: { port: number } };
  return {
    url: `http://127.0.0.1:${String(listening.port)}`,
    pid: child.pid ?? 0,
    usage: () => read('usage'),
    settledUsage: () => read('settled-usage'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
