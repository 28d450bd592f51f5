/** Runs the signaling service as a child process. */
import { fork, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import getPort from 'get-port';
import { endChild } from '../programs/run-program.ts';

export interface SignalingProcess {
  readonly port: number;
  /** Settles when the process has ended, for any reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface SignalingOptions {
  readonly entry: string;
  /** A free one is used instead if it is taken. */
  readonly preferredPort: number;
  readonly dataFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments for Node itself, such as `--watch`. */
  readonly nodeArgs?: readonly string[];
  /** Gets standard output and standard error; without it they are shown unchanged. */
  readonly onOutput?: (output: Readable) => void;
}

/** Every address, IPv4 and IPv6. */
const HOST = '::';
/** A slow disk needs a few seconds. After this long the service will not start any more. */
const LISTENING_TIMEOUT_MS = 20_000;

export async function startSignaling(options: SignalingOptions): Promise<SignalingProcess> {
  // Without a host it asks for a port that is free at every address.
  const port = await getPort({ port: options.preferredPort });
  const settings = { ...withoutForeignVariables(process.env), ...options.env };
  const child = fork(options.entry, {
    execArgv: [...(options.nodeArgs ?? [])],
    silent: options.onOutput !== undefined,
    env: {
      ...settings,
      LECTERN_HOST: HOST,
      LECTERN_PORT: String(port),
      LECTERN_DATA_DIR: options.dataFolder,
      LECTERN_OTHER_NAMES: otherNames(settings, port),
    },
  });
  for (const output of [child.stdout, child.stderr]) if (output) options.onOutput?.(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { port: await listeningPort(child), ended, stop: () => endChild(child) };
}

/**
 * With a public URL or other names, a service accepts only these. The presenter on this machine
 * uses its address.
 */
function otherNames(settings: NodeJS.ProcessEnv, port: number): string {
  const { LECTERN_PUBLIC_URL: publicUrl, LECTERN_OTHER_NAMES: names } = settings;
  return publicUrl || names ? [...(names ? [names] : []), `127.0.0.1:${port}`].join(',') : '';
}

/**
 * The service refuses to start with unknown LECTERN_ variables. These belong to the app and the
 * scripts.
 */
function withoutForeignVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
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
    const port = readPort(message);
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

/** Reads `{ listening: { port } }`, the only message that the service sends. */
function readPort(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('listening' in message)) return undefined;
  const { listening } = message;
  if (typeof listening !== 'object' || listening === null || !('port' in listening)) return undefined;
  return typeof listening.port === 'number' ? listening.port : undefined;
}
