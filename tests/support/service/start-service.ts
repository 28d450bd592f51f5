/** The real signaling service for a test: in this process with its times shortened, or in one of its own that can be killed. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { VersionRange } from '@lectern/protocol';
import { readConfig, startService, type Config } from '@lectern/signaling-server';

export interface TestService {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'lectern-service-'));

interface Overrides extends Partial<Omit<Config, 'timing' | 'load'>> {
  readonly timing?: Partial<Config['timing']>;
  readonly load?: Partial<Config['load']>;
  readonly protocol?: VersionRange;
}

export async function startSignaling({ timing, load, protocol, ...settings }: Overrides = {}): Promise<TestService> {
  const defaults = readConfig({ LECTERN_LOG_LEVEL: 'silent', LECTERN_PORT: '0', LECTERN_HOST: '127.0.0.1' });
  const config = {
    ...defaults,
    dataDir: await makeDataDir(),
    ...settings,
    timing: { ...defaults.timing, ...timing },
    load: { ...defaults.load, ...load },
  };
  const service = await startService(config, protocol === undefined ? {} : { protocol });
  return { port: service.port, url: `http://127.0.0.1:${String(service.port)}`, close: () => service.close() };
}

export interface ServiceProcess extends TestService {
  kill(signal: NodeJS.Signals): Promise<void>;
}

const entry = resolve(import.meta.dirname, '../../../signaling-server/src/main.ts');

export async function startSignalingProcess(env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const child = fork(entry, {
    env: { PATH: process.env['PATH'], LECTERN_LOG_LEVEL: 'error', LECTERN_HOST: '127.0.0.1', ...env },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await listeningPort(child);
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { port, url: `http://127.0.0.1:${String(port)}`, kill, close: () => kill('SIGTERM') };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const told: unknown[] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the service did not start'))),
  ]);
  const [message] = told as [{ listening: { port: number } }];
  return message.listening.port;
}
