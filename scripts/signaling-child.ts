/** The signaling service as a child of this process. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { portOrFree } from './free-port.ts';
import { endChild } from './run-program.ts';

export interface SignalingChild {
  readonly port: number;
  /** Settles when the service has ended, asked to or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface SignalingOptions {
  readonly entry: string;
  readonly wantedPort: number;
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Passed to Node, as `--watch` while developing. */
  readonly nodeArgs?: readonly string[];
  /** Takes the service's output; shown as it is otherwise. */
  readonly show?: (output: Readable) => void;
}

const HOST = '0.0.0.0';
/** Long enough for a slow disk; a service that says nothing for so long is not coming. */
const LISTENING_TIMEOUT_MS = 20_000;

export async function startSignaling(options: SignalingOptions): Promise<SignalingChild> {
  const port = await portOrFree(options.wantedPort, HOST);
  const child = fork(options.entry, {
    execArgv: [...(options.nodeArgs ?? [])],
    silent: options.show !== undefined,
    env: {
      ...withoutForeignSettings(process.env),
      LECTERN_HOST: HOST,
      LECTERN_PORT: String(port),
      LECTERN_DATA_DIR: options.dataFolder,
      ...options.env,
    },
  });
  for (const output of [child.stdout, child.stderr]) if (output) options.show?.(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { port: await listeningPort(child), ended, stop: () => endChild(child) };
}

/** The service refuses settings that it does not know; these are the app's and the scripts'. */
function withoutForeignSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = new Set([
    'LECTERN_PRESENTER_PORT',
    'LECTERN_SERVICE',
    'LECTERN_USER_DATA',
    'LECTERN_RENDERER_URL',
    'LECTERN_UPDATES',
    'LECTERN_HOMEPAGE',
    'LECTERN_MAINTAINER',
  ]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.has(name)));
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(
    () => reject(new Error('The signaling service did not start in time.')),
    LISTENING_TIMEOUT_MS,
  );
  child.on('message', (message) => {
    const port = portIn(message);
    if (port !== undefined) resolve(port);
  });
  child.once('exit', () => reject(new Error('The signaling service ended before it was ready; see above.')));
  try {
    return await promise;
  } catch (cause) {
    child.kill('SIGKILL');
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

/** From `{ listening: { port } }`, the one message that the service sends. */
function portIn(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('listening' in message)) return undefined;
  const { listening } = message;
  if (typeof listening !== 'object' || listening === null || !('port' in listening)) return undefined;
  return typeof listening.port === 'number' ? listening.port : undefined;
}
