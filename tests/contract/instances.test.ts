/** Two instances of the service on one Redis: a room runs on one of them, and its clients are at both. */
import { spoken } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

let two: TwoOnRedis | undefined;

afterEach(async () => {
  closeClients();
  await two?.close();
  two = undefined;
});

async function startTwo(): Promise<TwoOnRedis> {
  two = await startTwoOnRedis();
  return two;
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
