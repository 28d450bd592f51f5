/** Two instances of the service on one Redis: a room runs on one of them, and its clients are at both. */
import { spoken } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startRedis, type RedisServer } from '../support/machine/redis.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let redis: RedisServer | undefined;
let instances: TestService[] = [];

afterEach(async () => {
  closeClients();
  await Promise.all(instances.map((instance) => instance.close()));
  instances = [];
  await redis?.close();
  redis = undefined;
});

async function startTwo() {
  redis = await startRedis();
  const { setting } = redis;
  const start = () => startSignaling({ redis: setting, tokenSecret: 'a secret that all instances of this test share' });
  const [first, second] = [await start(), await start()];
  instances = [first, second];
  // Until both have found Redis, they open no rooms.
  for (const { url } of instances) {
    await expect.poll(() => openRoom(url).then(() => 'opened', String), { timeout: 15_000 }).toBe('opened');
  }
  return { first, second, redis };
}

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test('a watcher at the other instance joins, answers, and gets its way to the presenter', async () => {
    const { first, second } = await startTwo();
    const { client: presenter, roomId } = await openRoom(first.url);
    const { linkId } = await presenter.request('link:prepare', {});
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    const { client: watcher, joined } = await joinRoom(second.url, roomId);
    expect(joined).toMatchObject({ phase: 'live', link: { linkId, offer: { sdp: 'offer' } } });
    expect(await presenter.next('link:claimed')).toEqual({ linkId, watcherId: joined.watcherId });
    await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer' });
    expect(await presenter.next('link:answered')).toEqual({ linkId, round: 1, sdp: 'answer' });
  });

  test('where the owner dies, its watchers come back to the other instance with their links', async () => {
    const { first, second } = await startTwo();
    const { client: presenter, key, roomId, epoch, opened } = await openRoom(first.url);
    const { linkId } = await presenter.request('link:prepare', {});
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    const { client: watcher, joined } = await joinRoom(second.url, roomId);
    await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer' });
    const sentBack = watcher.disconnected();
    await first.close();
    expect(await sentBack).toBe('transport close');
    const again = await joinRoom(second.url, roomId, { token: joined.token, holds: linkId });
    expect(again.joined).toMatchObject({ rebuilt: true, restored: linkId });
    const back = await openRoom(second.url, {
      key,
      epoch,
      token: opened.token,
      links: [{ linkId, watcherId: joined.watcherId }],
    });
    expect(back.opened).toMatchObject({ watchers: 1, refused: [] });
  });

  test('while Redis is away, the owner serves those that it has, and the other instance calls no room unknown', async () => {
    const { first, second, redis: server } = await startTwo();
    const { client: presenter, roomId } = await openRoom(first.url);
    await server.kill();
    await joinRoom(first.url, roomId);
    expect(await presenter.next('link:opened')).toBeDefined();
    const refused = await refusalOf(second.url, { role: 'watcher', protocol: spoken, roomId });
    expect(refused.code).toBe('internal');
    await server.start();
    await expect
      .poll(
        () =>
          joinRoom(second.url, roomId).then(
            () => 'joined',
            () => 'refused',
          ),
        { timeout: 15_000 },
      )
      .toBe('joined');
  });
});
