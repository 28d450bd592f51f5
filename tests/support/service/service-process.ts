/** The built signaling service as its own process, as it really runs: it can be killed without warning and started again. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../signaling-server/dist/server.js');

export interface ServiceProcess {
  readonly port: number;
  /** As programs on this machine reach it. */
  readonly url: string;
  /** Ends the process at once, with nothing said to anyone. */
  readonly kill: () => Promise<void>;
  /** The same port and data folder again. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
}

/** `execPath` may be a wrapper that runs Node elsewhere, such as in a network namespace. */
export async function startServiceProcess(
  environment: Record<string, string> = {},
  execPath: string = process.execPath,
): Promise<ServiceProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-service-'));
  const start = async (port: number): Promise<Started> => {
    const child = fork(program, {
      execPath,
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
