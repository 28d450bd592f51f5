/**
 * Instances on the real Redis, and everything that can die: an instance, Redis, the network between
 * them.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import {
  adminOf,
  closeDirectories,
  keysOf,
  lineTo,
  onRedis,
  processWith,
  redisServer,
  room,
  wait,
} from '../support/service/directories.ts';

afterEach(closeDirectories);

describe.skipIf(systemPrograms.redis.find() === undefined)('instances on one Redis', () => {
  test('a killed instance is gone for the others, and its rooms are claimed with a larger fence', async () => {
    const { setting } = await redisServer();
    const id = room();
    const doomed = await processWith(setting, [id]);
    const { directory, heard } = await onRedis(setting);
    const first = await directory.claim(id);
    expect(first.instance).toBe(doomed.id);
    await wait(() => expect(directory.instances().map((each) => each.id as string)).toContain(doomed.id));
    doomed.signal('SIGKILL');
    await wait(() => expect(heard).toEqual([`gone ${doomed.id}`]));
    const next = await directory.claim(id);
    expect(next.instance).toBe(directory.self);
    expect(next.fence).toBeGreaterThan(first.fence);
  });

  test('of two killed instances, the one that another has tried to reach in vain is gone first', async () => {
    const { setting } = await redisServer();
    const [unasked, asked] = [await processWith(setting, [room()]), await processWith(setting, [room()])];
    const { directory, heard } = await onRedis(setting);
    await wait(() => expect(directory.others()).toHaveLength(2));
    for (const doomed of [unasked, asked]) doomed.signal('SIGKILL');
    await wait(() => {
      for (const { id } of directory.others()) if (id === asked.id) directory.suspect(id);
      expect(heard).toHaveLength(2);
    });
    expect(heard).toEqual([`gone ${asked.id}`, `gone ${unasked.id}`]);
  });

  test('an instance that was stopped asks before it goes on: what was taken is no longer its own', async () => {
    const { setting } = await redisServer();
    const [lost, kept] = [room(), room()];
    const paused = await processWith(setting, [lost, kept]);
    const { directory, heard } = await onRedis(setting);
    await wait(() => expect(directory.instances().map((each) => each.id as string)).toContain(paused.id));
    paused.signal('SIGSTOP');
    await wait(() => expect(heard).toEqual([`gone ${paused.id}`]));
    const taken = await directory.claim(lost);
    expect(taken.instance).toBe(directory.self);
    paused.signal('SIGCONT');
    await wait(() => expect(paused.reports).toEqual(expect.arrayContaining(['lost', 'taken', 'back', 'asked'])));
    expect(paused.reports).not.toContain('went on');
    // One room was taken, the other confirmed.
    expect(paused.reports.filter((report) => report === 'taken')).toHaveLength(1);
    expect(await directory.ownerOf(lost)).toEqual(taken);
    expect((await directory.claim(kept)).instance).toBe(paused.id);
  });

  test('Redis wiped: every owner writes its rooms again, and no other instance gets them', async () => {
    const server = await redisServer();
    const [a, b] = [await onRedis(server.setting), await onRedis(server.setting)];
    const rooms = Array.from({ length: 50 }, room);
    const before = await Promise.all(rooms.map((id) => a.directory.claim(id)));
    await server.kill();
    await server.start();
    // As a door does whose socket belongs to a room that it does not know yet.
    const seen = await Promise.all(rooms.map((id) => wait(() => b.directory.claim(id))));
    expect(seen.map(({ instance }) => instance)).toEqual(before.map(() => a.directory.self));
    await wait(() => expect(a.directory.holdsLease).toBe(true));
    expect(await Promise.all(rooms.map((id) => a.directory.ownerOf(id)))).toEqual(seen);
    expect([...a.heard, ...b.heard].filter((what) => /gone|taken/.test(what))).toEqual([]);
  });

  test('Redis wiped while it goes on: the same', async () => {
    const server = await redisServer();
    const [a, b] = [await onRedis(server.setting), await onRedis(server.setting)];
    const id = room();
    await a.directory.claim(id);
    const admin = await adminOf(server.setting);
    await admin.command(['FLUSHALL']);
    expect((await b.directory.claim(id)).instance).toBe(a.directory.self);
    expect([...a.heard, ...b.heard]).toEqual([]);
  });

  test('Redis away: what is ours goes on here, what is not known is retryable, and no instance claims', async () => {
    const server = await redisServer();
    const [a, b] = [await onRedis(server.setting), await onRedis(server.setting)];
    const [mine, other, unknown] = [room(), room(), room()];
    const owner = await a.directory.claim(mine);
    await b.directory.claim(other);
    await server.kill();
    await wait(() => expect(a.heard).toEqual(['lost']));
    expect(a.directory.holdsLease).toBe(false);
    expect(await a.directory.ownerOf(mine)).toEqual(owner);
    expect(await a.directory.claim(mine)).toEqual(owner);
    for (const asked of [a.directory.ownerOf(unknown), a.directory.claim(unknown), a.directory.claim(other)]) {
      await expect(asked).rejects.toMatchObject({ code: 'room-moving', retryable: true });
    }
    // Released meanwhile: known as soon as Redis is back.
    await a.directory.release(mine);
    await server.start();
    await wait(() => expect(a.heard).toEqual(['lost', 'back']));
    await wait(async () => expect((await b.directory.claim(mine)).instance).toBe(b.directory.self));
    expect((await a.directory.claim(other)).instance).toBe(b.directory.self);
  });

  test('a partition: the instance without Redis loses its lease; of two owners the later one keeps the room', async () => {
    const { setting } = await redisServer();
    const line = await lineTo(setting);
    const [a, b] = [await onRedis(line.setting), await onRedis(setting)];
    const id = room();
    const first = await a.directory.claim(id);
    await wait(() => expect(b.directory.instances()).toHaveLength(2));
    line.cut();
    await wait(() => expect(b.heard).toEqual([`gone ${a.directory.self}`]));
    expect(a.heard).toEqual(['lost']);
    const later = await b.directory.claim(id);
    expect(later.fence).toBeGreaterThan(first.fence);
    line.mend();
    await wait(() => expect(a.heard).toEqual(['lost', `taken ${id}`, 'back']));
    expect(await a.directory.ownerOf(id)).toEqual(later);
    expect([...a.directory.owned()]).toEqual([]);
  });

  test('a partition: of two owners the one with the presenter has the room, and the other hears of it', async () => {
    const { setting } = await redisServer();
    const line = await lineTo(setting);
    const [a, b] = [await onRedis(line.setting), await onRedis(setting)];
    const [withPresenter, withBoth] = [room(), room()];
    for (const id of [withPresenter, withBoth]) {
      a.presenters.add(id);
      await a.directory.claim(id);
    }
    await wait(() => expect(b.directory.instances()).toHaveLength(2));
    line.cut();
    await wait(() => expect(b.heard).toEqual([`gone ${a.directory.self}`]));
    b.presenters.add(withBoth);
    const [later] = await Promise.all([withPresenter, withBoth].map((id) => b.directory.claim(id)));
    // Its next beat notes that the presenter has come to it.
    await wait(async () => expect(await keysOf(setting)).toMatch(new RegExp(`${b.directory.self} \\d+ 1`)));
    line.mend();
    await wait(() => expect(a.heard).toEqual(['lost', `taken ${withBoth}`, 'back']));
    await wait(() => expect(b.heard).toContain(`taken ${withPresenter}`));
    const owner = await a.directory.ownerOf(withPresenter);
    expect(owner?.instance).toBe(a.directory.self);
    expect(owner?.fence).toBeGreaterThan(later?.fence ?? Infinity);
    expect(await b.directory.ownerOf(withPresenter)).toEqual(owner);
    expect((await a.directory.ownerOf(withBoth))?.instance).toBe(b.directory.self);
  });

  test('one that closes is gone at once, long before its key would have expired', async () => {
    const { setting } = await redisServer();
    const [a, b] = [await onRedis(setting), await onRedis(setting)];
    const id = room();
    await a.directory.claim(id);
    await wait(() => expect(b.directory.instances()).toHaveLength(2));
    await a.directory.close();
    // Nothing is remembered of it here, so Redis itself is asked.
    expect(await b.directory.ownerOf(id)).toBeUndefined();
    expect((await b.directory.claim(id)).instance).toBe(b.directory.self);
  });
});
