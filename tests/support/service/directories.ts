/** Directories for the tests: each an instance of its own, on one real Redis. */
import { randomBytes } from 'node:crypto';
import { RoomId } from '@lectern/protocol';
import pino from 'pino';
import { expect, vi } from 'vitest';
import type { Directory } from '../../../signaling-server/src/cluster/directory.ts';
import { newInstanceId } from '../../../signaling-server/src/cluster/instance.ts';
import { DirectoryScripts } from '../../../signaling-server/src/cluster/redis/directory-scripts.ts';
import { RedisConnection, type RedisSetting } from '../../../signaling-server/src/cluster/redis/redis-connection.ts';
import { RedisDirectory } from '../../../signaling-server/src/cluster/redis/redis-directory.ts';
import { RoomTags } from '../../../signaling-server/src/cluster/room-tags.ts';
import { startClock } from '../../../signaling-server/src/system-clock.ts';
import { startRedis, type RedisServer } from '../machine/redis.ts';
import { relayTo, type Relay } from './breakable-line.ts';
import { startDirectoryProcess, type DirectoryProcess } from './directory-process.ts';

const within = { timeout: 20_000, interval: 20 };
export const wait = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, within);
export const room = (): RoomId => RoomId.parse(randomBytes(16).toString('hex').slice(0, 20).replace(/[01]/g, 'z'));
export const facts = { wire: { newest: 1, oldest: 1 }, draining: false, rooms: 3, watchers: 40 };
const log = pino({ level: 'silent' });
export const secret = randomBytes(32);

export interface Instance {
  readonly directory: Directory;
  readonly heard: string[];
  /** Rooms whose presenter is connected to it. */
  readonly presenters: Set<RoomId>;
}

const closing: (() => Promise<void> | void)[] = [];
/** After each test: what it has opened, the last one first. */
export async function closeDirectories(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

export function observed(directory: Directory, presenters = new Set<RoomId>()): Instance {
  const heard: string[] = [];
  directory.subscribe({
    confirming: () => undefined,
    instanceGone: (id) => heard.push(`gone ${id}`),
    roomTaken: (roomId) => heard.push(`taken ${roomId}`),
    roomsConfirmed: () => undefined,
    leaseLost: () => heard.push('lost'),
    leaseBack: () => heard.push('back'),
  });
  return { directory, heard, presenters };
}

export async function redisServer(options?: Parameters<typeof startRedis>[0]): Promise<RedisServer> {
  const server = await startRedis(options);
  closing.push(() => server.close());
  return server;
}

interface Changes {
  readonly secrets?: readonly Uint8Array[];
  /**
   * The wall clock and the monotonic one start elsewhere, and the latter runs as on any machine.
   */
  readonly skewMs?: number;
}

export async function onRedis(
  setting: RedisSetting,
  { secrets = [secret], skewMs = 0 }: Changes = {},
): Promise<Instance> {
  const redis = new RedisConnection(setting, log);
  closing.push(() => redis.close());
  const clock = startClock(log, () => Date.now() + skewMs);
  const presenters = new Set<RoomId>();
  const self = newInstanceId();
  const directory = new RedisDirectory({
    self,
    scripts: new DirectoryScripts(redis, self),
    facts: () => facts,
    hasPresenter: (roomId) => presenters.has(roomId),
    redis,
    log,
    clock: { ...clock, elapsed: () => clock.elapsed() + skewMs },
    tags: new RoomTags(secrets),
  });
  closing.push(() => directory.close());
  const instance = observed(directory, presenters);
  await wait(() => expect(directory.holdsLease).toBe(true));
  return instance;
}

/** A line to Redis that only one instance uses. `isCut`: no connection is carried. */
export async function lineTo(setting: RedisSetting): Promise<{ setting: RedisSetting; cut(): void; mend(): void }> {
  let isCut = false;
  const line: Relay = await relayTo(() => (isCut ? 1 : setting.port));
  closing.push(() => line.close());
  return {
    setting: { ...setting, port: Number(new URL(line.url).port) },
    cut: () => {
      isCut = true;
      line.cut();
    },
    mend: () => void (isCut = false),
  };
}

/** Everything that Redis holds. */
export const keysOf = async (setting: RedisSetting): Promise<string> => {
  const redis = await adminOf(setting);
  const keys = (await redis.command(['KEYS', '*'])) as string[];
  const values = await Promise.all(keys.map((key) => redis.command(['GET', key]).catch(() => '')));
  return [...keys, ...values].join('\n');
};

/** A connection with all rights that `setting` gives. */
export async function adminOf(setting: RedisSetting): Promise<RedisConnection> {
  const redis = new RedisConnection(setting, log);
  closing.push(() => redis.close());
  await wait(() => expect(redis.state.type).toBe('here'));
  return redis;
}

export async function processWith(setting: RedisSetting, rooms: readonly RoomId[]): Promise<DirectoryProcess> {
  const started = await startDirectoryProcess({ setting, secret: secret.toString('latin1'), rooms });
  closing.push(() => started.close());
  return started;
}
