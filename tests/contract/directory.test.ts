/**
 * Which instance runs which room: one suite for an instance alone and for instances on the real
 * Redis.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { newInstanceId } from '../../signaling-server/src/cluster/instance.ts';
import { LoneDirectory } from '../../signaling-server/src/cluster/lone-directory.ts';
import { documentedUser } from '../support/machine/redis.ts';
import {
  closeDirectories,
  facts,
  keysOf,
  observed,
  onRedis,
  redisServer,
  room,
  secret,
  wait,
  type Instance,
} from '../support/service/directories.ts';

afterEach(closeDirectories);

const hasRedis = systemPrograms.redis.find() !== undefined;
const forms: readonly [string, () => Promise<Instance>][] = [
  ['alone', async () => observed(new LoneDirectory({ self: newInstanceId(), facts: () => facts }))],
  ...(hasRedis
    ? [['on Redis', async () => onRedis((await redisServer()).setting)] as [string, () => Promise<Instance>]]
    : []),
];

describe.each(forms)('a directory %s', (_form, open) => {
  test('a room is claimed once it has been proven, is found from then on, and released', async () => {
    const { directory, heard } = await open();
    const [a, b] = [room(), room()];
    expect(await directory.ownerOf(a)).toBeUndefined();
    expect([...directory.owned()]).toEqual([]);
    const [first, again] = await Promise.all([directory.claim(a), directory.claim(a)]);
    expect(first).toEqual({ instance: directory.self, fence: expect.any(Number) });
    expect(again).toEqual(first);
    expect(await directory.claim(a)).toEqual(first);
    expect(await directory.ownerOf(a)).toEqual(first);
    expect(await directory.ownerOf(b)).toBeUndefined();
    expect([...directory.owned()]).toEqual([a]);
    await directory.release(a);
    await directory.release(a);
    expect(await directory.ownerOf(a)).toBeUndefined();
    expect((await directory.claim(a)).fence).toBeGreaterThanOrEqual(first.fence);
    expect(directory.instances()).toEqual([{ id: directory.self, ...facts }]);
    expect(heard).toEqual([]);
    await directory.close();
    await directory.close();
  });
});

describe.skipIf(!hasRedis)('instances on one Redis', () => {
  test('of two that claim a room at once one has it, and both know', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await onRedis(setting), await onRedis(setting)];
    const rooms = Array.from({ length: 20 }, room);
    const both = await Promise.all(rooms.map((id) => Promise.all([a.directory.claim(id), b.directory.claim(id)])));
    for (const [ofA, ofB] of both) expect(ofB).toEqual(ofA);
    for (const id of rooms) expect(await b.directory.ownerOf(id)).toEqual(await a.directory.ownerOf(id));
    await wait(() => expect(a.directory.instances().map(({ id }) => id)).toContain(b.directory.self));
  });

  test('the user of the guide is enough; no id, link or secret is in Redis', async () => {
    const users = ['default off', documentedUser('f8Wq2vN5tZ'), 'reader on nopass ~* +@all'];
    const server = await redisServer({ users });
    const setting = { ...server.setting, username: 'lectern', password: 'f8Wq2vN5tZ' };
    const [a, b] = [await onRedis(setting), await onRedis(setting)];
    const id = room();
    a.presenters.add(id);
    await a.directory.claim(id);
    expect((await b.directory.claim(id)).instance).toBe(a.directory.self);
    await a.directory.release(id);
    b.directory.forget(id);
    const owner = await b.directory.claim(id);
    expect(owner.instance).toBe(b.directory.self);
    const kept = await keysOf({ ...server.setting, username: 'reader', password: 'any' });
    expect(kept).toContain('lectern:owner:');
    expect(kept).not.toContain(id);
    expect(kept).not.toContain(id.slice(0, 8));
  });

  test('clocks an hour apart change nothing', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await onRedis(setting, { skewMs: 3_600_000 }), await onRedis(setting, { skewMs: -3_600_000 })];
    const id = room();
    const first = await a.directory.claim(id);
    expect(await b.directory.claim(id)).toEqual(first);
    await a.directory.close();
    await wait(() => expect(b.heard).toEqual([`gone ${a.directory.self}`]));
    expect((await b.directory.claim(id)).fence).toBeGreaterThan(first.fence);
  });

  test('while the token secret is changed, instances with the old, both and the new one agree', async () => {
    const { setting } = await redisServer();
    const next = randomBytes(32);
    const [before, during, after] = [
      await onRedis(setting, { secrets: [secret] }),
      await onRedis(setting, { secrets: [next, secret] }),
      await onRedis(setting, { secrets: [next] }),
    ];
    const [a, b, c] = [room(), room(), room()];
    await before.directory.claim(a);
    expect((await during.directory.claim(a)).instance).toBe(before.directory.self);
    await during.directory.claim(b);
    for (const { directory } of [before, after])
      expect((await directory.claim(b)).instance).toBe(during.directory.self);
    await after.directory.claim(c);
    expect((await during.directory.claim(c)).instance).toBe(after.directory.self);
  });
});
