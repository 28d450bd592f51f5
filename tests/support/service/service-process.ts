/** Runs the signaling service as a process, which can be killed and restarted. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../signaling-server');
const programs = {
  built: join(folder, 'dist/server.js'),
  source: join(folder, 'src/main.ts'),
} as const;

export interface ServiceProcess {
  readonly port: number;
  /** Its address on this machine. */
  readonly url: string;
  /** Kills the process. Clients get no notice. */
  readonly kill: () => Promise<void>;
  /** Starts it again with the same port and data folder. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

/** `program`: contract tests run without a build, so from the source. */
export async function startServiceProcess(
  environment: Readonly<Record<string, string>> = {},
  program: keyof typeof programs = 'built',
): Promise<ServiceProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
  const start = async (port: number): Promise<Started> => {
    const child = fork(programs[program], {
      execArgv: [],
      env: {
        ...process.env,
        LECTERN_DATA_DIR: dataDir,
        LECTERN_STUN_URLS: '',
        LECTERN_LOG_LEVEL: 'warn',
        ...environment,
        LECTERN_PORT: String(port),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`the service ended with ${code} before listening`)),
      ),
    ])) as [{ listening: { port: number } }];
    return { child, port: message.listening.port };
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  let { child, port } = await start(0);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    kill: () => end(child, 'SIGKILL'),
    restart: async () => {
      ({ child, port } = await start(port));
    },
    stop: () => end(child, 'SIGTERM'),
  };
}
