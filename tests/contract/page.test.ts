/** HTTP: the page, its headers and health, and nothing from outside the page's folder. */
import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spoken } from '@lectern/protocol';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
let pageDir: string;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-page-'));
  pageDir = join(folder, 'dist');
  await mkdir(join(pageDir, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(pageDir, 'index.html'), `<!doctype html><title>Lectern</title>${' '.repeat(2000)}`);
  const script = 'console.log(1);'.repeat(200);
  await writeFile(join(pageDir, 'assets/index-abc123.js'), script);
  await writeFile(join(pageDir, 'assets/index-abc123.js.br'), brotliCompressSync(script));
  await writeFile(join(pageDir, 'assets/index-abc123.js.gz'), gzipSync(script));
  service = await startSignaling({ pageDir });
});
afterAll(() => service.close());

/** Without `fetch`, which would normalise the path and decompress the body. */
const fetchRaw = (path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: service.port, path, headers }, (response) => {
      response.resume();
      resolve(response);
    }).once('error', reject);
  });

describe.each(['/', '/r/abcdefghijkmnpqrstuv'])('%s', (path) => {
  test('is the page, revalidated each time, under a strict policy that allows plain http', async () => {
    const response = await fetch(service.url + path);
    expect(await response.text()).toContain('<title>Lectern</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${String(service.port)} wss://`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(response.headers.get('strict-transport-security')).toBeNull();
    const permissions = response.headers.get('permissions-policy');
    for (const name of ['camera', 'microphone', 'display-capture', 'geolocation', 'usb', 'storage-access']) {
      expect(permissions).toContain(`${name}=()`);
    }
    expect(permissions).toContain('autoplay=(self), fullscreen=(self)');
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(response.headers.get('cross-origin-embedder-policy')).toBeNull();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    expect(response.headers.get('strict-transport-security')).toBeNull();
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});

test('hashed files are cached for good, and sent compressed if the browser accepts it', async () => {
  const path = '/assets/index-abc123.js';
  const plain = await fetchRaw(path);
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  expect(plain.headers['content-type']).toMatch('javascript');
  expect(plain.headers['content-encoding']).toBeUndefined();
  const accepted = { br: 'br', gzip: 'gzip', 'gzip, deflate, br, zstd': 'br', 'gzip, br;q=0': 'gzip' };
  for (const [accepts, encoding] of Object.entries(accepted)) {
    const compressed = await fetchRaw(path, { 'accept-encoding': accepts });
    expect(compressed.headers['content-encoding']).toBe(encoding);
    expect(Number(compressed.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']) / 10);
  }
  const etag = String(plain.headers.etag);
  expect((await fetchRaw(path, { 'if-none-match': etag })).statusCode).toBe(304);
});

test.each(['/../secret.txt', '/assets/../../secret.txt', '/..%2fsecret.txt', '/r/a/b', '/assets/', '/%00', '/%'])(
  '%s is not found',
  async (path) => {
    expect([400, 404]).toContain((await fetchRaw(path)).statusCode);
  },
);

test('every answer names the sites that may embed the page, and no other', async () => {
  const sites = ['https://lms.example.edu', 'https://*.example.org'];
  const embedded = await startSignaling({ pageDir, embedOrigins: sites });
  for (const path of ['/r/abcdefghijkmnpqrstuv', '/assets/index-abc123.js', '/nothing-here']) {
    const { headers } = await fetch(embedded.url + path);
    expect(headers.get('content-security-policy')).toContain(`; frame-ancestors ${sites.join(' ')}; `);
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  }
  await embedded.close();
});

test('health', async () => {
  const response = await fetch(`${service.url}/healthz`);
  const version = expect.stringMatching(/^\d+\.\d+\.\d+/);
  const instance = expect.stringMatching(/^[\w-]{22}$/);
  expect(await response.json()).toEqual({ status: 'ok', instance, rooms: 0, watchers: 0, version, protocol: spoken });
});

test.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
  'health tells no counts through a proxy (%s)',
  async (name) => {
    const response = await fetch(`${service.url}/healthz`, { headers: { [name]: '203.0.113.8' } });
    const told = Object.keys((await response.json()) as object).toSorted();
    expect(told).toEqual(['instance', 'protocol', 'status', 'version']);
  },
);

test('a new build takes effect while the service runs', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-page-'));
  const build = async (title: string, builtAtS: number): Promise<void> => {
    await writeFile(join(dir, `${title}.js`), title);
    await writeFile(join(dir, 'index.html'), title);
    await utimes(join(dir, 'index.html'), builtAtS, builtAtS);
  };
  await build('first', 1_000);
  const rebuilt = await startSignaling({ pageDir: dir });
  expect(await (await fetch(rebuilt.url)).text()).toBe('first');
  await build('second', 2_000);
  expect(await (await fetch(rebuilt.url)).text()).toBe('second');
  expect((await fetch(`${rebuilt.url}/second.js`)).status).toBe(200);
  await rebuilt.close();
});

test('a missing page is reported, and health works without it', async () => {
  const bare = await startSignaling({ pageDir: '/nowhere' });
  expect((await fetch(bare.url)).status).toBe(503);
  expect((await fetch(`${bare.url}/healthz`)).status).toBe(200);
  await bare.close();
});
