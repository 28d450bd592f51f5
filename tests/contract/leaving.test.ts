/**
 * A service that is being stopped: it says so, admits no one, closes room by room in the way of a
 * lost network, and everybody is back with their old links once the next one is up.
 */
import { randomBytes } from 'node:crypto';
import { spoken } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { RawWebSocket } from '../support/hostile/raw-websocket.ts';
import { about, closeClients, connect, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { connectV2, VERSIONS_V2 } from './frozen-client-v2.ts';
import { makeDataDir, startSignaling } from '../support/service/start-service.ts';

afterEach(closeClients);

async function openRoomWithWatchers(url: string) {
  const room = await openRoom(url);
  const watchers = [await joinRoom(url, room.roomId), await joinRoom(url, room.roomId)];
  return { ...room, watchers };
}

test('no client comes in any more, and all are back with their links at the next one', async () => {
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

describe('an instance that is emptied while another serves', () => {
  const shared = { LECTERN_TOKEN_SECRET: randomBytes(32).toString('base64url') };
  const running: ServiceProcess[] = [];
  const start = async (settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
    const service = await startServiceProcess({ ...shared, ...settings }, 'source');
    running.push(service);
    return service;
  };
  afterEach(async () => {
    closeClients();
    await Promise.all(running.splice(0).map((service) => service.kill()));
  });

  test('its rooms go one by one, the presenter first, and are whole at the other', { timeout: 60_000 }, async () => {
    const [leaving, other] = await Promise.all([start({ LECTERN_DRAIN_S: '3' }), start()]);
    const rooms = [];
    for (let count = 0; count < 3; count += 1) rooms.push(await openRoomWithWatchers(leaving.url));
    const gone: TestClient[] = [];
    const reasons = rooms.flatMap(({ client, watchers }) =>
      [client, ...watchers.map((one) => one.client)].map(async (one) => {
        const reason = await one.disconnected();
        gone.push(one);
        return reason;
      }),
    );
    const stopped = leaving.stop();
    const withinMs = 3_000;
    for (const { client, watchers } of rooms) {
      // No client has to wait for the others: the whole instance leaves over time.
      expect(await client.next('service:leaving')).toEqual({ withinMs, returnWithinMs: 0 });
      for (const one of watchers) expect(await one.client.next('service:leaving')).toMatchObject({ withinMs });
    }
    expect((await fetch(`${leaving.url}/readyz`)).status).toBe(503);
    await expect(RawWebSocket.open(leaving.url)).rejects.toThrow('503');
    const last = rooms.at(-1);
    expect(await last?.client.codeOf('room:describe', { about: { ...about, title: 'Last' } })).toBe('ok');
    expect(await last?.watchers[0]?.client.next('room:changed')).toMatchObject({ about: { title: 'Last' } });

    // Each is at the other one while the rooms after it are still where they were.
    for (const [index, { client, key, epoch, opened, watchers }] of rooms.entries()) {
      const all = [client, ...watchers.map((one) => one.client)];
      await expect.poll(() => all.every((one) => gone.includes(one)), { timeout: 10_000 }).toBe(true);
      expect(gone[index * all.length]).toBe(client);
      expect(gone.slice(0, (index + 1) * all.length)).toEqual(expect.arrayContaining(all));
      const links = watchers.flatMap(({ joined: { link, watcherId } }) =>
        link === undefined ? [] : [{ linkId: link.linkId, watcherId }],
      );
      const again = await openRoom(other.url, { key, epoch, token: opened.token, links });
      expect(again.opened).toMatchObject({ watchers: 2, refused: [] });
      for (const { joined } of watchers) {
        const holds = joined.link?.linkId ?? '';
        const back = await joinRoom(other.url, key.roomId, { token: joined.token, holds });
        expect(back.joined).toMatchObject({ restored: holds, watcherId: joined.watcherId });
      }
    }
    await stopped;
    expect(leaving.exitCode()).toBe(0);
    expect(new Set(await Promise.all(reasons))).toEqual(new Set(['transport close']));
  });

  test('a watcher of protocol version 2 goes to the other as after a lost network', { timeout: 60_000 }, async () => {
    const [leaving, other] = await Promise.all([start({ LECTERN_DRAIN_S: '1' }), start()]);
    const { key, epoch, opened, roomId } = await openRoom(leaving.url);
    const watcher = { role: 'watcher', protocol: VERSIONS_V2, roomId };
    const old = connectV2(leaving.url, watcher);
    const { token } = await old.receive('room:joined');
    const reason = new Promise((resolve) => old.socket.once('disconnect', resolve));
    await leaving.stop();
    // The frozen client's own library reconnects after this reason.
    expect(await reason).toBe('transport close');
    await openRoom(other.url, { key, epoch, token: opened.token });
    const again = connectV2(other.url, { ...watcher, token });
    expect(await again.receive('room:joined')).toMatchObject({ phase: 'live' });
    expect([...old.malformed, ...again.malformed]).toEqual([]);
    again.socket.disconnect();
  });

  test('without clients it ends at once', { timeout: 30_000 }, async () => {
    const leaving = await start({ LECTERN_DRAIN_S: '3600' });
    await leaving.stop();
    expect(leaving.exitCode()).toBe(0);
  });
});
