/** The start of an instance whose Redis comes up a moment later, or much later. */
import { setTimeout as sleep } from 'node:timers/promises';
import { spoken } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startRedis, type RedisServer } from '../support/machine/redis.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

describe.skipIf(systemPrograms.redis.find() === undefined)('with Redis', () => {
  let redis: RedisServer;
  let service: TestService | undefined;
  beforeEach(async () => {
    redis = await startRedis();
    await redis.kill();
  });
  afterEach(async () => {
    closeClients();
    await service?.close();
    service = undefined;
    await redis.close();
  });
  const starting = () => startSignaling({ redis: redis.setting, tokenSecret: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5' });

  test('a moment later: the service listens once it has met it, and refuses none of its first clients', async () => {
    const start = starting();
    await sleep(500);
    await redis.start();
    service = await start;
    const { roomId } = await openRoom(service.url);
    expect((await joinRoom(service.url, roomId)).joined.phase).toBe('live');
  });

  test('much later: the service is there without it, calls no room unknown, and serves from then on', async () => {
    service = await starting();
    const { url } = service;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', redis: 'away' });
    const { roomId } = await makeRoomKey();
    expect((await refusalOf(url, { role: 'watcher', protocol: spoken, roomId })).code).toBe('room-moving');
    await redis.start();
    const open = () => openRoom(url).then(() => 'open', String);
    await expect.poll(open, { timeout: 20_000 }).toBe('open');
  });
});
