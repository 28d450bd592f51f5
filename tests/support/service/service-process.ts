/** Runs the signaling service as a process, which can be killed and restarted. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Namespace } from '../network/namespace.ts';

const folder = resolve(import.meta.dirname, '../../../signaling-server');
const programs = {
  built: join(folder, 'dist/server.js'),
  source: join(folder, 'src/main.ts'),
} as const;

export interface ServiceProcess {
  readonly port: number;
  readonly pid: () => number;
  /** Its address on this machine. */
  readonly url: string;
  /** What Prometheus reads, where `LECTERN_METRICS_PORT` is set. */
  readonly metrics: () => Promise<string>;
  /** Kills the process. Clients get no notice. */
  readonly kill: () => Promise<void>;
  /** Starts it again with the same port and data folder, and perhaps with other settings. */
  readonly restart: (changes?: Readonly<Record<string, string>>) => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Null while it runs, and after a kill. */
  readonly exitCode: () => number | null;
  /** What it has logged so far, if its output is kept. */
  readonly output: () => string;
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly metricsPort: number | null;
}

/**
 * `program`: contract tests run without a build, so from the source. `logs`: shown, or kept for the
 * test. `inside`: another network than this machine's, where `LECTERN_PORT` may name the port.
 */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>> = {},
  program: keyof typeof programs = 'built',
  logs: 'shown' | 'kept' = 'shown',
  inside?: Namespace,
): Promise<ServiceProcess> {
  const node = await inside?.launcher('node');
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
  let settings = environment;
  let output = '';
  const start = async (port: number): Promise<Started> => {
    const child = fork(programs[program], {
      execArgv: [],
      ...(node === undefined ? {} : { execPath: node }),
      env: {
        ...process.env,
        LECTERN_DATA_DIR: dataDir,
        LECTERN_STUN_URLS: '',
        LECTERN_LOG_LEVEL: 'warn',
        ...settings,
        LECTERN_PORT: String(port),
      },
      // Logs go to the standard error output: benches print one line of JSON to the other one.
      stdio: ['ignore', logs === 'kept' ? 'pipe' : 2, 2, 'ipc'],
    });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`the service ended with ${code} before listening`)),
      ),
    ])) as [{ listening: Omit<Started, 'child'> }];
    return { child, ...message.listening };
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  let { child, port, metricsPort } = await start(inside === undefined ? 0 : Number(environment['LECTERN_PORT'] ?? 0));
  return {
    port,
    pid: () => child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
    kill: () => end(child, 'SIGKILL'),
    restart: async (changes = {}) => {
      settings = { ...settings, ...changes };
      ({ child, port, metricsPort } = await start(port));
    },
    stop: () => end(child, 'SIGTERM'),
    exitCode: () => child.exitCode,
    output: () => output,
  };
}

/**
 * A service with this public URL, whose presenters still dial it by its address on this machine.
 */
export async function startServiceNamed(publicUrl: string): Promise<ServiceProcess> {
  const service = await startServiceProcess();
  await service.stop();
  await service.restart({ LECTERN_PUBLIC_URL: publicUrl, LECTERN_OTHER_NAMES: new URL(service.url).host });
  return service;
}
