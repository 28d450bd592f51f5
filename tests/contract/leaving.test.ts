/**
 * A service that is being stopped: it says so, lets nobody in, closes room by room in the way of a
 * lost network, and everybody is back with their old links once the next one is up.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import { RawWebSocket } from '../support/hostile/raw-websocket.ts';
import { closeClients, connect, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startServiceProcess } from '../support/service/service-process.ts';
import { makeDataDir, startSignaling } from '../support/service/start-service.ts';

afterEach(closeClients);

async function openRoomWithWatchers(url: string) {
  const room = await openRoom(url);
  const watchers = [await joinRoom(url, room.roomId), await joinRoom(url, room.roomId)];
  return { ...room, watchers };
}

test('nobody comes in any more, and everybody is back with their links at the next one', async () => {
  const dataDir = await makeDataDir();
  const service = await startSignaling({ dataDir });
  const rooms = [];
  for (let count = 0; count < 12; count += 1) rooms.push(await openRoomWithWatchers(service.url));
  const awaiting = connect(service.url, {
    role: 'watcher',
    protocol: spoken,
    roomId: (await makeRoomKey()).roomId,
    waits: true,
  });
  await awaiting.next('room:awaited');
  const everybody = [
    ...rooms.flatMap(({ client, watchers }) => [client, ...watchers.map((one) => one.client)]),
    awaiting,
  ];

  const gone: TestClient[] = [];
  const reasons = everybody.map(async (client) => {
    const reason = await client.disconnected();
    gone.push(client);
    return reason;
  });
  const left = service.leave();
  expect(await (await fetch(`${service.url}/readyz`)).json()).toEqual({ status: 'leaving' });
  await expect(RawWebSocket.open(service.url)).rejects.toThrow('503');
  // Those who are in have work to do until their turn comes.
  expect(await rooms.at(-1)?.client.codeOf('room:report', { direct: 1, turn: 0, recoveries: 0, freezes: 0 })).toBe(
    'ok',
  );
  await left;

  expect(new Set(await Promise.all(reasons))).toEqual(new Set(['transport close']));
  for (const client of everybody) expect((await client.next('service:leaving')).withinMs).toBeGreaterThan(0);
  for (const { client, watchers } of rooms) {
    const turns = [client, ...watchers.map((one) => one.client)].map((one) => gone.indexOf(one));
    expect(turns[0]).toBe(Math.min(...turns));
  }

  const next = await startSignaling({ dataDir });
  try {
    for (const { key, epoch, opened, watchers } of rooms) {
      const links = watchers.flatMap(({ joined: { link, watcherId } }) =>
        link === undefined ? [] : [{ linkId: link.linkId, watcherId }],
      );
      const again = await openRoom(next.url, { key, epoch, token: opened.token, links });
      expect(again.opened).toMatchObject({ watchers: 2, refused: [] });
      for (const { joined } of watchers) {
        const holds = joined.link?.linkId ?? '';
        const back = await joinRoom(next.url, key.roomId, { token: joined.token, holds });
        expect(back.joined).toMatchObject({ phase: 'live', restored: holds, watcherId: joined.watcherId });
      }
    }
  } finally {
    closeClients();
    await next.close();
  }
});

test('a client that ignores the end does not hold the process', { timeout: 30_000 }, async () => {
  const service = await startServiceProcess({}, 'source');
  await openRoomWithWatchers(service.url);
  const deaf = await RawWebSocket.open(service.url);
  deaf.tcp.pause();
  // It ends by itself, rather than because its time is up.
  await service.stop();
  expect(service.exitCode()).toBe(0);
  deaf.tcp.destroy();
});
