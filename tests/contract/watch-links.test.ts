/** Watch links as people paste them, and what a link preview shows. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RoomId } from '@lectern/protocol';
import { about, closeClients, openRoom } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
beforeAll(async () => {
  const pageDir = await mkdtemp(join(tmpdir(), 'lectern-page-'));
  await writeFile(join(pageDir, 'index.html'), '<title>Lectern</title>');
  service = await startSignaling({ pageDir });
});
afterAll(() => service.close());
afterEach(closeClients);

const forms: readonly [string, (id: RoomId) => string][] = [
  ['plain', (id) => `/r/${id}`],
  ['with a slash', (id) => `/r/${id}/`],
  ['with a full stop', (id) => `/r/${id}.`],
  ['with a bracket', (id) => `/r/${id})`],
  ['with a comma', (id) => `/r/${id},`],
  ['with a space', (id) => `/r/${id}%20`],
  ['with a zero-width space', (id) => `/r/${id}%E2%80%8B`],
  ['in capitals', (id) => `/R/${id.toUpperCase()}`],
  ['with a query that lacks its question mark', (id) => `/r/${id}&utm=x`],
  ['with a query', (id) => `/r/${id}?fbclid=x`],
  ['after two slashes', (id) => `//r/${id}`],
];

test.each(forms)('a link %s leads to the room, for a person and for a preview', async (_what, pathOf) => {
  const { roomId } = await openRoom(service.url);
  const page = await fetch(service.url + pathOf(roomId));
  const head = await fetch(service.url + pathOf(roomId), { method: 'HEAD' });
  for (const { status, url } of [page, head]) {
    expect(status).toBe(200);
    expect(new URL(url).pathname).toBe(`/r/${roomId}`);
  }
  expect(await page.text()).toContain(`og:title" content="${about.title}"`);
});

test('a query stays, and the answer may not be kept', async () => {
  const { roomId } = await makeRoomKey();
  const response = await fetch(`${service.url}/r/${roomId}.?debug`, { redirect: 'manual' });
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe(`../r/${roomId}?debug`);
  expect(response.headers.get('cache-control')).toBe('no-cache');
});

test('a wrong id is not corrected', async () => {
  const { roomId } = await openRoom(service.url);
  for (const path of [`/r/${roomId}x`, `/r/${roomId.slice(1)}`]) {
    const response = await fetch(service.url + path, { redirect: 'manual' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('og:title" content="Lectern"');
  }
});

test('a preview never says whether the room is live', async () => {
  const { client, roomId } = await openRoom(service.url, { live: false });
  const preview = async (): Promise<string> => (await fetch(`${service.url}/r/${roomId}`)).text();
  const waiting = await preview();
  expect(waiting).toContain(`<title>${about.title}</title>`);
  expect(waiting).toMatch(/og:image" content="http:\/\/127\.0\.0\.1:\d+\/preview\.png"/);
  await client.request('room:start', {});
  expect(await preview()).toBe(waiting);
  await client.request('room:stop', {});
  expect(await preview()).toBe(waiting);
});

test('the page of a room is sent compressed, and revalidated', async () => {
  const { roomId } = await makeRoomKey();
  for (const encoding of ['br', 'gzip']) {
    const response = await fetch(`${service.url}/r/${roomId}`, { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(await response.text()).toContain('<title>Lectern</title>');
    const etag = response.headers.get('etag') ?? '';
    // Without `fetch`, which would ask for an answer that is not kept.
    const again = await new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': encoding, 'if-none-match': etag };
      get(`${service.url}/r/${roomId}`, { headers }, ({ statusCode }) => resolve(statusCode)).once('error', reject);
    });
    expect(again).toBe(304);
  }
});
