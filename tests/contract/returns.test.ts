/**
 * Clients that have lost the service: they return within the time that it has named, at once where
 * a picture is missing, and after the wait that a busy service asks for.
 */
import { notices, requests, arrivals, spoken, type SignalingError } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { afterEach, expect, test } from 'vitest';
import { closeClients, connect, joinRoom, openRoom } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
const clients: SignalingClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  closeClients();
  await service?.close();
});

interface Seen {
  readonly client: SignalingClient;
  /** How often the service has let it in. */
  times: number;
  readonly refusals: SignalingError[];
}

/** A presenter's client, which needs no room. */
function present(url: string, mayReturnLate: () => boolean): Seen {
  const refusals: SignalingError[] = [];
  const client = new SignalingClient({
    table: { notices, requests },
    url,
    handshake: () => ({ role: 'presenter', protocol: spoken }),
    mayReturnLate,
    onDisconnected: () => undefined,
    onRefused: (error) => void refusals.push(error),
    notices: { 'presenter:challenged': () => (seen.times += 1) },
  });
  const seen: Seen = { client, times: 0, refusals };
  clients.push(client);
  client.connect();
  return seen;
}

const timesOf = (all: readonly Seen[]): number[] => [...new Set(all.map(({ times }) => times))];

test('every notice that admits a client says within which time it returns, presenters sooner', async () => {
  // One client a second: each time is the number of the others, in seconds.
  service = await startSignaling({ returns: { perSecond: 1, longestMs: 60_000 }, tokenTtlS: 4 });
  const { url } = service;
  const presenter = await openRoom(url, { entry: { passcode: null, lobby: true, watchers: 'stay' } });
  const waiting = connect(url, { role: 'watcher', protocol: spoken, roomId: presenter.roomId, waits: true });
  expect(await waiting.next('lobby:entered')).toMatchObject({ returnWithinMs: 1_000 });
  await presenter.client.request('lobby:admit', {});
  expect(await waiting.next('room:joined')).toMatchObject({ returnWithinMs: 2_000 });
  const awaiting = connect(url, {
    role: 'watcher',
    protocol: spoken,
    roomId: (await makeRoomKey()).roomId,
    waits: true,
  });
  expect(await awaiting.next('room:awaited')).toMatchObject({ returnWithinMs: 2_000 });
  const second = connect(url, { role: 'presenter', protocol: spoken });
  expect(await second.next('presenter:challenged')).toMatchObject({ returnWithinMs: 1_000 });
  // By now there are two presenters and two watchers, and each counts itself.
  expect(await waiting.next('token:renewed')).toMatchObject({ returnWithinMs: 4_000 });
  expect(await presenter.client.next('token:renewed')).toMatchObject({ returnWithinMs: 2_000 });
});

test('clients are notified when their time to return has doubled since they came', async () => {
  service = await startSignaling({ returns: { perSecond: 1, longestMs: 60_000, leastChangedMs: 4_000 } });
  const { url } = service;
  const { client, roomId } = await openRoom(url);
  const first = await joinRoom(url, roomId);
  expect(first.joined.returnWithinMs).toBe(1_000);
  await joinRoom(url, roomId);
  await joinRoom(url, roomId);
  expect(await first.client.next('return:changed')).toEqual({ returnWithinMs: 4_000 });
  for (let more = 0; more < 4; more += 1) await joinRoom(url, roomId);
  expect(await first.client.next('return:changed')).toEqual({ returnWithinMs: 8_000 });
  // Presenters have a time of their own, which is still short.
  expect(client.heard.map(({ name }) => name)).not.toContain('return:changed');
});

test('those that may be late spread their return; one that misses its picture does not wait for them', async () => {
  const returns = { perSecond: 1, longestMs: 600_000 };
  service = await startSignaling({ returns });
  const { port, url } = service;
  const late = Array.from({ length: 20 }, () => present(url, () => true));
  const [patient] = late;
  await expect.poll(() => timesOf(late), { timeout: 10_000 }).toEqual([1]);
  const urgent = Array.from({ length: 3 }, () => present(url, () => false));
  await expect.poll(() => timesOf(urgent), { timeout: 10_000 }).toEqual([1]);
  // Its newest notice counts.
  patient?.client.retry();
  await expect.poll(() => patient?.times, { timeout: 10_000 }).toBe(2);

  await service.close();
  service = await startSignaling({ port, returns });
  await expect.poll(() => timesOf(urgent), { timeout: 20_000 }).toEqual([2]);
  expect(late.filter(({ times }) => times === 1).length).toBeGreaterThan(10);
  // Their pictures stop.
  for (const { client } of late) client.hurry();
  await expect.poll(() => late.filter(({ times }) => times === 1), { timeout: 20_000 }).toEqual([]);
}, 60_000);

test('a busy service tells the client when to come back, and keeps what the client is', async () => {
  const dataDir = await makeDataDir();
  service = await startSignaling({ dataDir });
  const { port } = service;
  const room = await openRoom(service.url);
  const { joined } = await joinRoom(service.url, room.roomId);
  await service.close();
  closeClients();
  const busy = { lagMs: -1, unreadLagMs: Infinity, heap: 1 };
  const load = Object.fromEntries(arrivals.map((arrival) => [arrival, busy]));
  service = await startSignaling({ dataDir, port, door: { load } });
  const client = present(service.url, () => true);
  await expect.poll(() => client.refusals.length, { timeout: 10_000 }).toBe(1);
  expect(client.refusals[0]).toMatchObject({ code: 'busy', retryable: true });
  expect(client.refusals[0]?.waitMs).toBeGreaterThan(0);
  await service.close();

  service = await startSignaling({ dataDir, port });
  client.client.retry();
  await expect.poll(() => client.times, { timeout: 10_000 }).toBe(1);
  const { roomId, key, epoch, opened } = room;
  await openRoom(service.url, { key, epoch, token: opened.token });
  expect((await joinRoom(service.url, roomId, { token: joined.token })).joined.watcherId).toBe(joined.watcherId);
});
