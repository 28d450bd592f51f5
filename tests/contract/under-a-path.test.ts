/**
 * A service under a path of its host, behind a proxy that takes the path off and one that leaves
 * it.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const publicUrl = 'https://example.test/lectern';
const html = '<title>Lectern</title><script src="../assets/index-a.js"></script>';

let service: TestService;
beforeAll(async () => {
  const pageDir = await mkdtemp(join(tmpdir(), 'lectern-page-'));
  await mkdir(join(pageDir, 'assets'));
  await writeFile(join(pageDir, 'index.html'), html);
  await writeFile(join(pageDir, 'assets/index-a.js'), 'console.log(1)');
  service = await startSignaling({ publicUrl, pageDir });
});
afterAll(() => service.close());
afterEach(closeClients);

describe.each([
  ['takes the path off', ''],
  ['leaves the path', '/lectern'],
])('a proxy that %s', (_what, path) => {
  test('a presenter opens a room, and the link has the path', async () => {
    const { roomId, opened } = await openRoom(service.url + path, { service: 'example.test' });
    expect(opened.watchUrl).toBe(`${publicUrl}/r/${roomId}`);
    const { joined } = await joinRoom(service.url + path, roomId, {}, { origin: 'https://example.test' });
    expect(joined.phase).toBe('live');
  });

  test('the page of a room finds its files, and the preview its picture', async () => {
    const url = `${service.url}${path}/r/abcdefghijkmnpqrstuv`;
    const page = await (await fetch(url)).text();
    const script = /src="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(new URL(script, url).pathname).toBe(`${path}/assets/index-a.js`);
    expect(await (await fetch(new URL(script, url))).text()).toBe('console.log(1)');
    expect(page).toContain(`content="${publicUrl}/preview.png"`);
  });

  test('the page may connect to the public host, whichever host the proxy passes on', async () => {
    const { headers } = await fetch(`${service.url}${path}/`);
    expect(headers.get('content-security-policy')).toContain("connect-src 'self' ws://example.test wss://example.test");
  });

  test('health and version answer', async () => {
    for (const name of ['healthz', 'version']) {
      expect((await fetch(`${service.url}${path}/${name}`)).status).toBe(200);
    }
  });

  test('a link as people paste it gets in', async () => {
    const response = await fetch(`${service.url}${path}/r/ABCDEFGHIJKMNPQRSTUV/`);
    expect(new URL(response.url).pathname).toBe(`${path}/r/abcdefghijkmnpqrstuv`);
    expect(response.status).toBe(200);
  });
});

test('without the slash at the end the address leads to the page', async () => {
  const response = await fetch(`${service.url}/lectern`);
  expect(new URL(response.url).pathname).toBe('/lectern/');
  const script = /src="([^"]+)"/.exec(await response.text())?.[1] ?? '';
  expect(new URL(script, response.url).pathname).toBe('/lectern/assets/index-a.js');
});

test('a longer name is another path', async () => {
  expect((await fetch(`${service.url}/lecterns/healthz`)).status).toBe(404);
});
