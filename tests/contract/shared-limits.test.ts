/** Limits per address that hold over several instances, counted in the real Redis. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { spoken } from '@lectern/protocol';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { SharedCounts } from '../../signaling-server/src/cluster/redis/shared-counts.ts';
import type { RedisSetting } from '../../signaling-server/src/cluster/redis/redis-connection.ts';
import { COUNTS_EVERY_MS } from '../../signaling-server/src/policy.ts';
import { PerAddress } from '../../signaling-server/src/room/per-address.ts';
import { startClock } from '../../signaling-server/src/system-clock.ts';
import { closeClients, openRoom, refusalOf } from '../support/service/clients.ts';
import { adminOf, closeDirectories, keysOf, redisServer, secret, wait } from '../support/service/directories.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const ALLOWED = 6;
const ADDRESS = '198.51.100.7';
const SERVICE_SECRET = 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5';
const log = pino({ level: 'silent' });

afterEach(closeDirectories);

const clock = startClock(log);
const counts = async (setting: RedisSetting, ofSecret = secret): Promise<SharedCounts> =>
  new SharedCounts(await adminOf(setting), { clock, log, secret: ofSecret });

async function instance(setting: RedisSetting, ofSecret = secret) {
  const shared = await counts(setting, ofSecret);
  return {
    failures: new PerAddress(clock, ALLOWED, shared.of('failures')),
    others: (limit: string) => shared.of(limit).of(ADDRESS),
  };
}
const times = (count: number, run: () => boolean): readonly boolean[] => Array.from({ length: count }, run);

describe.skipIf(systemPrograms.redis.find() === undefined)('a limit over several instances', () => {
  test('what one instance has admitted counts at the other, and only for that limit and address', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await instance(setting), await instance(setting)];
    expect(times(ALLOWED - 2, () => a.failures.tryConsume(ADDRESS))).not.toContain(false);
    await wait(async () => expect(await keysOf(setting)).toMatch(/lectern:count:\S+/));
    // The first one is admitted before the sum is known, and brings it.
    expect(b.failures.tryConsume(ADDRESS)).toBe(true);
    await wait(() => expect(b.others('failures')).toBe(ALLOWED - 2));
    expect(b.failures.isSpent(ADDRESS)).toBe(false);
    expect(b.failures.tryConsume(ADDRESS)).toBe(true);
    expect(b.failures.isSpent(ADDRESS)).toBe(true);
    expect(b.failures.tryConsume(ADDRESS)).toBe(false);
    expect(b.failures.isSpent('198.51.100.8')).toBe(false);
    expect(b.others('new-rooms')).toBe(0);
    a.failures.tryConsume(ADDRESS);
    await wait(() => expect(a.failures.isSpent(ADDRESS)).toBe(true));
    expect(await keysOf(setting)).not.toContain(ADDRESS);
  });

  test('the next minute begins at zero', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await instance(setting), await instance(setting)];
    times(3, () => a.failures.tryConsume(ADDRESS));
    await wait(async () => expect(await keysOf(setting)).toContain('count:'));
    b.failures.tryConsume(ADDRESS);
    await wait(() => expect(b.others('failures')).toBe(3));
    const admin = await adminOf(setting);
    const [key = ''] = (await admin.command(['KEYS', '*count:*'])) as string[];
    expect(await admin.command(['PTTL', key])).toBeGreaterThan(0);
    await admin.command(['DEL', key]);
    b.failures.tryConsume(ADDRESS);
    await wait(() => expect(b.others('failures')).toBe(0));
  });

  test('an instance that counts nothing itself asks what the others have counted, for as long as a limit says', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await counts(setting), await counts(setting)];
    const [long, here] = [a.of('slowed', 600_000), b.of('slowed', 600_000)];
    here.ask(ADDRESS);
    long.count(ADDRESS);
    long.count(ADDRESS);
    await wait(() => {
      here.ask(ADDRESS);
      expect(here.of(ADDRESS)).toBe(2);
    });
    expect(long.of(ADDRESS)).toBe(0);
    const admin = await adminOf(setting);
    const keys = (await admin.command(['KEYS', '*count:*'])) as string[];
    // Asking leaves nothing behind.
    expect(keys).toHaveLength(1);
    expect(await admin.command(['PTTL', keys[0] ?? ''])).toBeGreaterThan(60_000);
  });

  test('an instance that stops waits for what it is just adding', async () => {
    const { setting } = await redisServer();
    const admin = await adminOf(setting);
    const connection = await adminOf(setting);
    const leaving = new SharedCounts(connection, { clock, log, secret });
    // Without the script, Redis refuses the first try, and the second one has to be waited for.
    await admin.command(['SCRIPT', 'FLUSH']);
    await admin.command(['CLIENT', 'PAUSE', '500']);
    leaving.of('failures').count(ADDRESS);
    await sleep(2 * COUNTS_EVERY_MS);
    await leaving.close();
    connection.close();
    expect(await keysOf(setting)).toContain('count:');
  });

  test('with Redis away each instance keeps the limit for itself; back again, it is one limit', async () => {
    const server = await redisServer();
    const [a, b] = [await instance(server.setting), await instance(server.setting)];
    await server.kill();
    for (const { failures } of [a, b]) {
      expect(times(ALLOWED + 1, () => failures.tryConsume(ADDRESS))).toEqual([...times(ALLOWED, () => true), false]);
    }
    await server.start();
    const other = '198.51.100.9';
    await wait(() => {
      a.failures.tryConsume(other);
      b.failures.tryConsume(other);
      expect(a.failures.isSpent(other) && b.failures.isSpent(other)).toBe(true);
    });
    await wait(async () => expect(await keysOf(server.setting)).toContain('count:'));
  });

  test('instances with another secret count elsewhere', async () => {
    const { setting } = await redisServer();
    const [a, stranger] = [await instance(setting), await instance(setting, randomBytes(32))];
    times(3, () => a.failures.tryConsume(ADDRESS));
    stranger.failures.tryConsume(ADDRESS);
    await wait(async () => expect((await keysOf(setting)).match(/lectern:count:/g)).toHaveLength(2));
    expect(stranger.others('failures')).toBe(0);
  });

  test('who guesses rooms at one instance of the service has used up the tries at the other', async () => {
    const { setting } = await redisServer();
    const start = () =>
      startSignaling({ redis: setting, tokenSecret: SERVICE_SECRET, door: { failuresPerMinute: ALLOWED } });
    const [first, second] = [await start(), await start()];
    try {
      for (const { url } of [first, second]) await wait(() => openRoom(url));
      const { roomId } = await makeRoomKey();
      const guess = async ({ url }: TestService): Promise<string> =>
        (await refusalOf(url, { role: 'watcher', protocol: spoken, roomId })).code;
      for (let tries = 0; tries < ALLOWED; tries += 1) expect(await guess(first)).toBe('room-unknown');
      expect(await guess(first)).toBe('too-many');
      await wait(async () => expect(await keysOf(setting)).toContain('count:'));
      await wait(async () => expect(await guess(second)).toBe('too-many'));
    } finally {
      closeClients();
      await Promise.all([first.close(), second.close()]);
    }
  });
});
