/** The figures that Prometheus reads: right, bounded in number, and without anybody in them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { spoken } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const WATCHER = { role: 'watcher', protocol: spoken } as const;
const turn = {
  kind: 'shared-secret',
  urls: ['turn:turn.example'],
  secret: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u',
  ttlS: 600,
} as const;

let service: TestService;
beforeEach(async () => {
  service = await startSignaling({ metrics: { host: '127.0.0.1', port: 0 }, turn, door: { newRoomsPerMinute: 1000 } });
});
afterEach(async () => {
  closeClients();
  await service.close();
});

const metricsUrl = (path = '/metrics'): string => `http://127.0.0.1:${String(service.metricsPort)}${path}`;
const scrape = async (): Promise<string> => (await fetch(metricsUrl())).text();

/** The value of one series, as it stands in the text. */
const valueOf = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length),
  );

test('joins, requests, rooms and watchers are counted, by outcome', async () => {
  const { roomId, client } = await openRoom(service.url);
  await joinRoom(service.url, roomId);
  await joinRoom(service.url, roomId);
  const unknown = (await makeRoomKey()).roomId;
  await refusalOf(service.url, { ...WATCHER, roomId: unknown });
  await refusalOf(service.url, { role: 'someone', protocol: spoken });
  await client.codeOf('link:refresh-ice', { linkId: 'a'.repeat(22) });
  connect(service.url, { ...WATCHER, roomId: unknown, waits: true });
  await expect.poll(async () => valueOf(await scrape(), 'lectern_watchers_awaiting')).toBe(1);
  const text = await scrape();
  expect({
    presenters: valueOf(text, 'lectern_joins_total{role="presenter",outcome="seat"}'),
    watchers: valueOf(text, 'lectern_joins_total{role="watcher",outcome="seat"}'),
    awaiting: valueOf(text, 'lectern_joins_total{role="watcher",outcome="awaited-room"}'),
    unknown: valueOf(text, 'lectern_joins_total{role="watcher",outcome="room-unknown"}'),
    strange: valueOf(text, 'lectern_joins_total{role="unknown",outcome="bad-request"}'),
    opened: valueOf(text, 'lectern_requests_total{request="room:open",outcome="ok"}'),
    refused: valueOf(text, 'lectern_requests_total{request="link:refresh-ice",outcome="link-unknown"}'),
    rooms: valueOf(text, 'lectern_rooms{phase="live"}'),
    seats: valueOf(text, 'lectern_watchers'),
    sockets: valueOf(text, 'lectern_sockets{role="watcher"}'),
    presenterSockets: valueOf(text, 'lectern_sockets{role="presenter"}'),
    // One for each end of two links.
    credentials: valueOf(text, 'lectern_turn_credentials_total{role="watcher"}'),
  }).toEqual({
    presenters: 1,
    watchers: 2,
    awaiting: 1,
    unknown: 1,
    strange: 1,
    opened: 1,
    refused: 1,
    rooms: 1,
    seats: 2,
    sockets: 3,
    presenterSockets: 1,
    credentials: 2,
  });
});

test('a watcher counts once for its first picture, and only over a link of its own', async () => {
  const { roomId } = await openRoom(service.url);
  const { client, joined } = await joinRoom(service.url, roomId);
  const linkId = joined.link?.linkId ?? '';
  const picture = { linkId, afterMs: 640, route: 'turn' };
  expect(await client.codeOf('link:connected', { ...picture, linkId: 'a'.repeat(22) })).toBe('link-unknown');
  for (let times = 0; times < 3; times += 1) expect(await client.codeOf('link:connected', picture)).toBe('ok');
  const text = await scrape();
  const bucket = (bound: string): number =>
    valueOf(text, `lectern_time_to_connect_seconds_bucket{route="turn",le="${bound}"}`);
  expect([bucket('0.5'), bucket('0.75'), bucket('+Inf')]).toEqual([0, 1, 1]);
  expect(valueOf(text, 'lectern_time_to_connect_seconds_sum{route="turn"}')).toBe(0.64);
});

test('reports of presenters add up, and their links count while they are live', async () => {
  const rooms = [await openRoom(service.url), await openRoom(service.url)];
  for (const { client } of rooms) {
    await client.request('room:report', { direct: 4, turn: 1, recoveries: 2, freezes: 3 });
  }
  const links = async () => {
    const text = await scrape();
    return [valueOf(text, 'lectern_links{route="direct"}'), valueOf(text, 'lectern_links{route="turn"}')];
  };
  expect(await links()).toEqual([8, 2]);
  await rooms[0]?.client.request('room:stop', {});
  expect(await links()).toEqual([4, 1]);
  const text = await scrape();
  expect([valueOf(text, 'lectern_recoveries_total'), valueOf(text, 'lectern_freezes_total')]).toEqual([4, 6]);
  // Ten seconds apart they are expected; much faster they would distort the sums.
  const codes = [];
  for (let times = 0; times < 5; times += 1) {
    codes.push(await rooms[1]?.client.codeOf('room:report', { direct: 0, turn: 0, recoveries: 9, freezes: 9 }));
  }
  expect(codes).toEqual(['ok', 'ok', 'too-many', 'too-many', 'too-many']);
});

test('limits are counted by kind', async () => {
  await service.close();
  service = await startSignaling({
    metrics: { host: '127.0.0.1', port: 0 },
    door: { connectionsPerMinute: 2, failuresPerMinute: 1 },
  });
  const { roomId } = await makeRoomKey();
  await refusalOf(service.url, { ...WATCHER, roomId });
  expect((await refusalOf(service.url, { ...WATCHER, roomId })).code).toBe('too-many');
  await expect(refusalOf(service.url, { ...WATCHER, roomId })).rejects.toThrow('websocket error');
  const text = await scrape();
  expect(valueOf(text, 'lectern_limits_total{limit="unknown-rooms"}')).toBe(1);
  expect(valueOf(text, 'lectern_limits_total{limit="connections-per-minute"}')).toBe(1);
  expect(valueOf(text, 'lectern_limits_total{limit="handshakes"}')).toBe(0);
});

test('nothing that a client sends becomes a label or another series', async () => {
  const seriesIn = (text: string): Set<string> =>
    new Set(text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : line.replace(/ \S+$/, ''))));
  const use = async (): Promise<readonly string[]> => {
    const { client, roomId, key } = await openRoom(service.url);
    const { client: watcher, joined } = await joinRoom(service.url, roomId);
    await watcher.codeOf('link:connected', { linkId: joined.link?.linkId ?? '', afterMs: 1, route: 'direct' });
    await client.ask(`made:up-${roomId}`).catch(() => undefined);
    await client.codeOf('link:candidate', { linkId: roomId });
    await refusalOf(service.url, { role: roomId, protocol: spoken });
    await refusalOf(service.url, { ...WATCHER, roomId: (await makeRoomKey()).roomId });
    return [
      roomId,
      roomId.slice(0, 5),
      key.jwk,
      joined.watcherId,
      joined.link?.linkId ?? '',
      joined.token,
      '127.0.0.1',
    ];
  };
  await use();
  const before = seriesIn(await scrape());
  const used = (await Promise.all(Array.from({ length: 20 }, use))).flat();
  const text = await scrape();
  expect([...seriesIn(text)].toSorted()).toEqual([...before].toSorted());
  for (const secret of used) expect(text).not.toContain(secret);
});

describe('the second port', () => {
  test('answers nothing else, and the first one has no metrics', async () => {
    for (const path of ['/', '/metrics/', '/healthz', '/r/abc'])
      expect((await fetch(metricsUrl(path))).status).toBe(404);
    expect((await fetch(metricsUrl(), { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${service.url}/metrics`)).status).toBe(404);
  });

  test('does not exist unless it is set', async () => {
    const plain = await startSignaling();
    expect(plain.metricsPort).toBeNull();
    await plain.close();
  });
});

test('docs/admin.md has exactly one row for every metric', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/admin.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `((?:lectern|process)_\w+)`/gm)].map((match) => match[1] ?? '');
  const names = [...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1] ?? '');
  expect(rows.toSorted()).toEqual(names.toSorted());
});
