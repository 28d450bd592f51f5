/**
 * The real Redis (or Valkey) on this machine: one of its own for each test, with TLS and users if
 * wanted.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import getPort from 'get-port';
import type { RedisSetting } from '../../../signaling-server/src/cluster/redis/redis-connection.ts';
import { findProgram } from './find-program.ts';
import { makeAuthority } from './private-authority.ts';

const START_TIMEOUT_MS = 20_000;
/**
 * A process that was not seen to listen by then is replaced. The test itself may have been held up.
 */
const LISTENS_WITHIN_MS = 5_000;

export interface RedisServer {
  readonly setting: RedisSetting;
  /** As `LECTERN_REDIS_URL` has it. */
  readonly url: string;
  readonly pid: () => number;
  /** Killed, with everything that it holds. */
  kill(): Promise<void>;
  /** Empty, at the same address. */
  start(): Promise<void>;
  /** Stops its process without closing a connection, and lets it go on. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

interface RedisOptions {
  readonly tls?: boolean;
  /**
   * Lines of an ACL file:
   * https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
   */
  readonly users?: readonly string[];
  readonly username?: string;
  readonly password?: string;
}

export async function startRedis({
  tls = false,
  users = [],
  username,
  password,
}: RedisOptions = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-redis-'));
  const port = await getPort();
  const files = { cert: join(folder, 'localhost.crt'), key: join(folder, 'localhost.key'), ca: join(folder, 'ca.crt') };
  if (tls) makeAuthority(folder, 30, ['127.0.0.1']);
  const options: Readonly<Record<string, string>> = {
    bind: '127.0.0.1',
    port: tls ? '0' : String(port),
    ...(tls
      ? {
          'tls-port': String(port),
          'tls-cert-file': files.cert,
          'tls-key-file': files.key,
          'tls-ca-cert-file': files.ca,
          'tls-auth-clients': 'no',
        }
      : {}),
    // Nothing is kept.
    save: '',
    appendonly: 'no',
    dir: folder,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  for (const line of users) words.push('--user', ...line.split(' '));
  let child: ChildProcess;
  const said: string[] = [];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const start = async (): Promise<void> => {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await listens())) {
      await kill();
      if (Date.now() > deadline) throw new Error(`Redis did not start: ${said.join('')}`);
    }
  };
  const listens = async (): Promise<boolean> => {
    const started = spawn(findProgram('redis'), words, { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => said.push(String(text)));
    const deadline = Date.now() + LISTENS_WITHIN_MS;
    while (!(await accepts(port))) {
      if (started.exitCode !== null || started.signalCode !== null)
        throw new Error(`Redis did not start: ${said.join('')}`);
      if (Date.now() > deadline) return false;
      await setTimeout(20);
    }
    return true;
  };
  await start();
  return {
    setting: {
      host: '127.0.0.1',
      port,
      username: username ?? null,
      password: password ?? null,
      database: 0,
      tls,
      authority: tls ? await readFile(files.ca, 'utf8') : null,
      prefix: 'lectern:',
    },
    url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${String(port)}`,
    pid: () => child.pid ?? 0,
    kill,
    start,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

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

/** The rules of `ACL SETUSER` in the guide, as a line of an ACL file. */
export function documentedUser(password: string): string {
  const guide = readFileSync(resolve(import.meta.dirname, '../../../docs/admin.md'), 'utf8');
  const rules = /^ACL SETUSER (lectern [^`]+?)\n```/m.exec(guide)?.[1];
  if (rules === undefined) throw new Error('docs/admin.md has no ACL SETUSER');
  return rules.replace(/\\\n\s*/g, '').replace('>…', `>${password}`);
}
