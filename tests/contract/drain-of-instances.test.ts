/**
 * An instance that is emptied while another one on the same Redis serves: its rooms move there,
 * whole.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { about, challengePresenter, closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import type { TestService } from '../support/service/start-service.ts';
import { metricOf, startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

const SOON = { timeout: 20_000 };

let two: TwoOnRedis | undefined;

afterEach(async () => {
  closeClients();
  await two?.close();
  two = undefined;
});

async function startTwo(drainS: number): Promise<TwoOnRedis> {
  two = await startTwoOnRedis({ drainS });
  return two;
}

const figures = (service: TestService) =>
  Promise.all(
    ['lectern_owned_rooms', 'lectern_far_clients', 'lectern_room_moves_total{how="given-up"}'].map((name) =>
      metricOf(service, name),
    ),
  );

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test(
    'rooms are given up one by one, and run at the other while the first still serves',
    { timeout: 60_000 },
    async () => {
      const { first, second } = await startTwo(20);
      // One whose clients are at both, and one whose clients are all at the other.
      const { client: presenter, key, epoch, opened, roomId } = await openRoom(first.url);
      const [near, far] = [await joinRoom(first.url, roomId), await joinRoom(second.url, roomId)];
      const last = await openRoom(first.url);
      const lastWatcher = await joinRoom(second.url, last.roomId);
      last.client.close();
      await expect.poll(() => metricOf(first, 'lectern_sockets{role="presenter"}'), SOON).toBe(1);

      const ends = [presenter, near.client, far.client].map((client) => client.disconnected());
      const lastEnds = lastWatcher.client.disconnected();
      const left = first.leave();
      expect(await Promise.all(ends)).toEqual(ends.map(() => 'transport close'));
      const links = [near, far].flatMap(({ joined: { link, watcherId } }) =>
        link === undefined ? [] : [{ linkId: link.linkId, watcherId }],
      );
      // A watcher may be the first one back.
      const back = await joinRoom(second.url, roomId, {
        token: far.joined.token,
        holds: far.joined.link?.linkId ?? '',
      });
      const again = await openRoom(second.url, { key, epoch, token: opened.token, links });
      expect(again.opened).toMatchObject({ refused: [] });
      expect(back.joined.watcherId).toBe(far.joined.watcherId);
      // The first one is still there, and the other room with it.
      expect(await metricOf(second, 'lectern_instances')).toBe(2);
      expect(await figures(second)).toEqual([1, 1, 0]);
      expect((await figures(first))[2]).toBe(1);
      expect(await lastEnds).toBe('transport close');
      await left;
      const lastBack = await joinRoom(second.url, last.roomId, { token: lastWatcher.joined.token });
      expect(lastBack.joined.watcherId).toBe(lastWatcher.joined.watcherId);
    },
  );

  test('a door that knows of the room from earlier runs it when its clients come', async () => {
    const { first, second } = await startTwo(8);
    const { client: presenter, key, epoch, opened, roomId } = await openRoom(first.url);
    // It leaves after that one, and the instance with it.
    await openRoom(first.url);
    const { client: visitor } = await joinRoom(second.url, roomId);
    visitor.close();
    await expect.poll(() => metricOf(second, 'lectern_far_clients'), SOON).toBe(0);
    const end = presenter.disconnected();
    const left = first.leave();
    await end;
    const again = await openRoom(second.url, { key, epoch, token: opened.token });
    expect(await figures(second)).toEqual([1, 0, 0]);
    await left;
    expect(again.client.socket.connected).toBe(true);
  });

  test('a room that is opened meanwhile is given up as well', async () => {
    const { first, second } = await startTwo(4);
    await openRoom(first.url);
    const key = await makeRoomKey();
    const { roomId } = key;
    const { client: presenter, challenged } = await challengePresenter(first.url);
    const left = first.leave();
    await presenter.next('service:leaving');
    const { challenge, now: epoch } = challenged;
    const proof = await key.prove({ service: new URL(first.url).host, roomId, epoch, challenge });
    const opened = await presenter.request('room:open', { roomId, epoch, live: true, about, links: [], proof });
    const watcher = await joinRoom(second.url, roomId);
    const ends = [presenter, watcher.client].map((client) => client.disconnected());
    await Promise.all(ends);
    const again = await openRoom(second.url, { key, epoch, token: opened.token });
    await left;
    expect(again.client.socket.connected).toBe(true);
    // It has not been taken from an instance that has gone.
    expect(await metricOf(second, 'lectern_room_moves_total{how="claimed"}')).toBe(0);
  });

  test('a stop without that time gives its rooms up as well before it closes their connections', async () => {
    const { first, second } = await startTwo(0);
    const { client: presenter, key, epoch, opened, roomId } = await openRoom(first.url);
    const { client, joined } = await joinRoom(first.url, roomId);
    const ends = [presenter, client].map((each) => each.disconnected());
    const left = first.leave();
    await Promise.all(ends);
    // At once, while the first one may still be there.
    const links = joined.link === undefined ? [] : [{ linkId: joined.link.linkId, watcherId: joined.watcherId }];
    const again = await openRoom(second.url, { key, epoch, token: opened.token, links });
    expect(again.opened.refused).toEqual([]);
    expect((await figures(second)).slice(0, 2)).toEqual([1, 0]);
    await left;
    expect(again.client.socket.connected).toBe(true);
  });
});
