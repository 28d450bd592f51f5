/**
 * Two instances of the service on one Redis: a room runs on one of them, and its clients are at
 * both.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startRedis } from '../support/machine/redis.ts';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startServiceProcess } from '../support/service/service-process.ts';
import { startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

let two: TwoOnRedis | undefined;

afterEach(async () => {
  closeClients();
  await two?.close();
  two = undefined;
});

async function startTwo(settings: Parameters<typeof startTwoOnRedis>[0] = {}): Promise<TwoOnRedis> {
  two = await startTwoOnRedis(settings);
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

  test('clients that come before the death of the owner is noticed are in as soon as it is', async () => {
    const server = await startRedis();
    const settings = { LECTERN_REDIS_URL: server.url, LECTERN_TOKEN_SECRET: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5' };
    const [owner, other] = await Promise.all([
      startServiceProcess(settings, 'source'),
      startServiceProcess(settings, 'source'),
    ]);
    const { client: presenter, key, roomId, epoch, opened } = await openRoom(owner.url);
    const { linkId } = await presenter.request('link:prepare', {});
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    const { client: watcher, joined } = await joinRoom(owner.url, roomId);
    await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer' });
    // The other one knows the owner.
    const { client: stays } = await joinRoom(other.url, roomId);
    await owner.kill();
    const auth = { role: 'watcher', protocol: spoken, roomId, token: joined.token, holds: linkId };
    const comesBack = connect(other.url, auth);
    expect(await stays.disconnected()).toBe('transport close');
    expect(await comesBack.next('room:joined')).toMatchObject({ rebuilt: true, restored: linkId });
    const links = [{ linkId, watcherId: joined.watcherId }];
    const back = await openRoom(other.url, { key, epoch, token: opened.token, links });
    expect(back.opened).toMatchObject({ watchers: 1, refused: [] });
    await other.stop();
    await server.close();
  });

  test('tokens are renewed at both, and each is good at the other', async () => {
    const now = Date.now();
    const { first, second } = await startTwo({ tokenTtlS: 4, now: () => now });
    const { client: presenter, key, roomId, epoch } = await openRoom(first.url);
    const [near, far] = [await joinRoom(first.url, roomId), await joinRoom(second.url, roomId)];
    const tokenOf = async ({ client }: typeof near): Promise<string> => (await client.next('token:renewed')).token;
    const [ofNear, ofFar] = [await tokenOf(near), await tokenOf(far)];
    const { token } = await presenter.next('token:renewed');
    const crossed = [
      await joinRoom(second.url, roomId, { token: ofNear }),
      await joinRoom(first.url, roomId, { token: ofFar }),
    ];
    expect(crossed.map(({ joined }) => joined.watcherId)).toEqual([near.joined.watcherId, far.joined.watcherId]);
    presenter.close();
    const there = await vi.waitFor(() => openRoom(second.url, { key, epoch, token }), {
      timeout: 20_000,
      interval: 2_500,
    });
    expect(there.opened.watchers).toBe(2);
    // The room runs where it was, and its presenter is renewed where it is.
    expect((await there.client.next('token:renewed')).token.length).toBeGreaterThan(16);
  });

  test('while Redis is away, the owner serves those that it has, and the other instance calls no room unknown', async () => {
    const { first, second, redis: server } = await startTwo();
    const { client: presenter, roomId } = await openRoom(first.url);
    await server.kill();
    await joinRoom(first.url, roomId);
    expect(await presenter.next('link:opened')).toBeDefined();
    const refused = await refusalOf(second.url, { role: 'watcher', protocol: spoken, roomId });
    expect(refused.code).toBe('room-moving');
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
