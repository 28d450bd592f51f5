/** The real Janus on this machine, started by `build/janus/start.sh` with the configuration that we ship. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { findProgram } from './find-program.ts';

const SOURCES = resolve(import.meta.dirname, '../../../build/janus');
const START_TIMEOUT_MS = 20_000;
/** Apart from other programs' and below the ports that the system gives out; each Janus has some of its own. */
const PORTS = { first: 25_000, each: 120 };
/** Where one alone has many watchers. */
const MANY_PORTS_FROM = 20_000;

export interface JanusServer {
  /** Of its API, as `LECTERN_RELAY_ORIGIN` has it. */
  readonly url: string;
  readonly secret: string;
  readonly pid: () => number;
  /** Everything that it has written. */
  readonly log: () => string;
  /** A program that starts this Janus, as `LECTERN_RELAY_PROGRAM` names it. */
  readonly program: string;
  /** Killed, with everything that it holds. */
  kill(): Promise<void>;
  /** Empty, at the same ports. */
  start(): Promise<void>;
  /** Stops its process without closing a connection, and lets it go on. */
  freeze(): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
}

interface JanusOptions {
  readonly secret?: string;
  /** Changes the text of the configuration files before Janus reads them, each by its name. */
  readonly change?: (name: string, text: string) => string;
  /** For how many peer connections it has ports; for a few dozen without it. One such Janus at a time. */
  readonly peers?: number;
}

let started = 0;

export async function startJanus(options: JanusOptions = {}): Promise<JanusServer> {
  const server = await prepareJanus(options);
  await server.start();
  return server;
}

/** Ready to be started, by this process or another. */
export async function prepareJanus({
  secret = randomBytes(32).toString('base64url'),
  change = (_name, text) => text,
  peers,
}: JanusOptions = {}): Promise<JanusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-janus-'));
  await cp(SOURCES, folder, { recursive: true });
  for (const path of globSync(join(folder, '*.jcfg'))) {
    const text = await readFile(path, 'utf8');
    await writeFile(path, change(path.slice(folder.length + 1), text));
  }
  const port = await twoPorts();
  const program = join(folder, 'start-this.sh');
  const variables = Object.entries({
    RELAY_SECRET: secret,
    API_PORT: String(port),
    ...portRanges(peers),
    EVENT_LOOPS: '2',
    RUN_FOLDER: join(folder, 'run'),
    ...programVariables(),
  }).map(([name, value]) => `export ${name}='${value}'`);
  await writeFile(program, ['#!/bin/sh', ...variables, `exec '${join(folder, 'start.sh')}'`, ''].join('\n'));
  await chmod(program, 0o700);
  let child: ChildProcess | undefined;
  const said: string[] = [];
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `ws://127.0.0.1:${String(port)}`,
    secret,
    program,
    pid: () => child?.pid ?? 0,
    log: () => said.join(''),
    kill,
    async start() {
      const current = spawn(program, [], { stdio: ['ignore', 'pipe', 'pipe'] });
      child = current;
      for (const stream of [current.stdout, current.stderr]) stream.on('data', (text) => said.push(String(text)));
      const deadline = Date.now() + START_TIMEOUT_MS;
      while (!(await accepts(port))) {
        if (current.exitCode !== null || current.signalCode !== null || Date.now() > deadline)
          throw new Error(`Janus did not start: ${said.join('')}`);
        await sleep(20);
      }
    },
    async freeze() {
      child?.kill('SIGSTOP');
      while (!isStopped(child?.pid)) await sleep(5);
    },
    thaw: () => void child?.kill('SIGCONT'),
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where Janus is, and the plugins of one that is not at its own place. */
function programVariables(): Record<string, string> {
  const program = findProgram('janus');
  const [folder] = globSync(join(dirname(program), 'usr/lib/*/janus'));
  return { JANUS: program, ...(folder !== undefined && existsSync(folder) ? { JANUS_FOLDER: folder } : {}) };
}

/** The API's, with the one of the Admin API a thousand below. */
async function twoPorts(): Promise<number> {
  const port = await getPort();
  return (await getPort({ port: port - 1_000 })) === port - 1_000 ? port : twoPorts();
}

function portRanges(peers: number | undefined): Record<string, string> {
  const first = PORTS.first + (started % 40) * PORTS.each + (process.pid % 10) * 4;
  started += 1;
  const middle = first + PORTS.each / 2;
  // Janus uses no address of the loopback interface.
  const address = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry?.family === 'IPv4' && !entry.internal)?.address;
  return {
    MEDIA_PORTS:
      peers === undefined
        ? `${String(first)}-${String(middle - 1)}`
        : `${String(MANY_PORTS_FROM)}-${String(MANY_PORTS_FROM + peers - 1)}`,
    FEED_PORTS: `${String(middle)}-${String(first + PORTS.each - 1)}`,
    ...(address === undefined ? {} : { MEDIA_ADDRESS: address }),
  };
}

/** Of all its threads (proc(5)). */
const isStopped = (pid = 0): boolean =>
  globSync(`/proc/${String(pid)}/task/*/stat`).every((path) => /\) [Tt] /.test(readFileSync(path, 'utf8')));

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
