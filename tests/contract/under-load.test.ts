/**
 * Under load those without a picture to lose are refused first: new watchers, new presenters,
 * watchers who return, and last of all presenters who return.
 */
import { notices, requests, ARRIVAL_PARAMETER, arrivals, spoken, type Arrival } from '@lectern/protocol';
import { SignalingClient } from '@lectern/rtc';
import { defaultPolicy } from '@lectern/signaling-server';
import { io } from 'socket.io-client';
import { afterEach, expect, test } from 'vitest';
import { challengePresenter, closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';
import { connectV2, makeKeyV2, VERSIONS_V2 } from './frozen-client-v2.ts';

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

const always = { lagMs: -1, unreadLagMs: -1, heap: 1 };
/** Under load, and not so far behind that it refuses unread. */
const behind = { lagMs: -1, unreadLagMs: Infinity, heap: 1 };
const metrics = { host: '127.0.0.1', port: 0 };

/** A service that refuses these, because of its event loop or its heap. */
const refusing = (refused: readonly Arrival[], limit = always): Partial<Record<Arrival, typeof always>> =>
  Object.fromEntries(refused.map((arrival) => [arrival, limit]));

const ladder = arrivals.map((_last, index) => arrivals.slice(0, index + 1));

test.each([[], ...ladder].map((refused) => [refused]))('refused are %j, and no others', async (refused) => {
  const dataDir = await makeDataDir();
  const before = await startSignaling({ dataDir });
  const room = await openRoom(before.url);
  const { joined } = await joinRoom(before.url, room.roomId);
  const idle = await openRoom(before.url);
  closeClients();
  await before.close();

  service = await startSignaling({ dataDir, metrics, door: { load: refusing(refused) } });
  const { url } = service;
  const { key, epoch, opened, roomId } = room;
  const attempts: Record<Arrival, () => Promise<unknown>> = {
    'returning-presenter': () => openRoom(url, { key, epoch, token: opened.token }),
    'returning-watcher': () => joinRoom(url, roomId, { token: joined.token }),
    'new-presenter': () => challengePresenter(url),
    'new-watcher': () => joinRoom(url, roomId),
  };
  const outcomes = [];
  for (const arrival of arrivals.toReversed()) {
    const isIn = await attempts[arrival]().then(
      () => true,
      () => false,
    );
    if (!isIn) outcomes.unshift(arrival);
    // A new watcher needs an open room: when the presenter was refused, any other refusal would do.
    if (arrival === 'returning-presenter' && !isIn) break;
  }
  expect(outcomes).toEqual(refused.length === arrivals.length ? ['returning-presenter'] : refused);
  const text = await (await fetch(`http://127.0.0.1:${String(service.metricsPort)}/metrics`)).text();
  for (const arrival of outcomes) expect(text).toContain(`lectern_refused_for_load_total{arrival="${arrival}"} 1\n`);
  expect(idle.opened.watchers).toBe(0);
});

test('a nearly full heap counts as load, too', async () => {
  service = await startSignaling({
    door: { load: refusing(['new-watcher'], { lagMs: Infinity, unreadLagMs: Infinity, heap: 0 }) },
  });
  const { roomId } = await openRoom(service.url);
  await expect(joinRoom(service.url, roomId)).rejects.toThrow('websocket error');
});

test('a client that only says that it returns is refused at its handshake', async () => {
  service = await startSignaling({ door: { load: refusing(['new-watcher']) } });
  const { roomId } = await openRoom(service.url);
  const socket = io(service.url, {
    path: '/signaling',
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    query: { [ARRIVAL_PARAMETER]: 'returning-presenter' },
    auth: { role: 'watcher', protocol: spoken, roomId },
  });
  const refusal = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
  socket.disconnect();
  expect(refusal.message).toBe('busy');
});

test('a service that is behind says when to return, each client later than the one before', async () => {
  const dataDir = await makeDataDir();
  const before = await startSignaling({ dataDir });
  const { roomId, opened, key, epoch } = await openRoom(before.url);
  const { joined } = await joinRoom(before.url, roomId);
  closeClients();
  await before.close();

  service = await startSignaling({ dataDir, metrics, door: { load: refusing(arrivals, behind) } });
  const { url } = service;
  const watcher = { role: 'watcher', protocol: spoken, roomId } as const;
  const refusals = [];
  for (const auth of [
    watcher,
    { ...watcher, token: joined.token },
    { role: 'presenter', protocol: spoken } as const,
    { role: 'presenter', protocol: spoken, token: opened.token } as const,
  ]) {
    refusals.push(await refusalOf(url, auth));
  }
  expect(refusals.map(({ code }) => code)).toEqual(['busy', 'busy', 'busy', 'busy']);
  for (const { waitMs } of refusals) expect(waitMs).toBeGreaterThanOrEqual(defaultPolicy.returns.shortestWaitMs);
  const text = await (await fetch(`http://127.0.0.1:${String(service.metricsPort)}/metrics`)).text();
  for (const arrival of arrivals) expect(text).toContain(`lectern_refused_for_load_total{arrival="${arrival}"} 1\n`);
  // Nothing of it was created or used up.
  await service.close();
  service = await startSignaling({ dataDir });
  expect((await openRoom(service.url, { key, epoch, token: opened.token })).opened.watchers).toBe(0);
});

test('a client of protocol version 2 is refused in words that it knows', async () => {
  service = await startSignaling({ door: { load: refusing(arrivals, behind) } });
  const { roomId } = await makeKeyV2();
  const { socket } = connectV2(service.url, { role: 'watcher', protocol: VERSIONS_V2, roomId });
  const refusal = await new Promise<Error>((resolve) => socket.once('connect_error', resolve));
  socket.disconnect();
  expect(refusal.message).toBe('too-many');
});

test('our client says who it is, with every attempt', async () => {
  const dataDir = await makeDataDir();
  service = await startSignaling({ dataDir });
  const { port } = service;
  const room = await openRoom(service.url);
  let token: string | undefined;
  let challenges = 0;
  const client = new SignalingClient({
    table: { notices, requests },
    url: service.url,
    handshake: () => ({ role: 'presenter', protocol: spoken, ...(token === undefined ? {} : { token }) }),
    onDisconnected: () => undefined,
    onRefused: () => undefined,
    notices: { 'presenter:challenged': () => (challenges += 1) },
  });
  client.connect();
  await expect.poll(() => challenges).toBe(1);
  token = room.opened.token;
  await service.close();
  service = await startSignaling({
    dataDir,
    port,
    door: { load: refusing(['new-watcher', 'new-presenter', 'returning-watcher']) },
  });
  await expect.poll(() => challenges, { timeout: 10_000 }).toBe(2);
  client.close();
});
