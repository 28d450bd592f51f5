/** Over real HTTP: which requests get the page, which are refused, and what `/host.json` says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { servePresenter, type PresenterPage } from './serve-presenter.ts';

const serviceUrl = 'http://127.0.0.1:8420';
let folder = '';
let page: PresenterPage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-page-'));
  await writeFile(join(folder, 'index.html'), '<p>presenter</p>');
  page = await servePresenter({ folder, preferredPort: 0, version: '1.2.3' });
  page.announceService(serviceUrl);
});
afterEach(async () => {
  await page.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, cookie = ''): Promise<Response> =>
  fetch(new URL(path, page.origin), { redirect: 'manual', headers: { cookie } });

async function useToken(): Promise<string> {
  const answer = await get(page.address);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('/');
  return answer.headers.get('set-cookie') ?? '';
}

async function statusFor(host: string, cookie: string): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const call = request(page.origin, { headers: { host, cookie } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode);
  });
  call.on('error', reject).end();
  return promise;
}

test('the token is exchanged for a cookie that scripts and other sites cannot read', async () => {
  const cookie = await useToken();
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');
  expect(cookie).not.toContain(new URL(page.address).searchParams.get('token'));
});

test('with the cookie the page is served, with the content policy of the desktop app', async () => {
  const answer = await get('/', await useToken());
  expect(await answer.text()).toBe('<p>presenter</p>');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain(`connect-src 'self' ${serviceUrl} ws://127.0.0.1:8420;`);
});

test('the page learns its version and its service', async () => {
  const answer = await get('/host.json', await useToken());
  expect(await answer.json()).toEqual({ version: '1.2.3', defaultServiceUrl: serviceUrl });
});

test('a token works once, and the refusal says so', async () => {
  await useToken();
  const answer = await get(page.address);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('works once');
});

test.each(['/', '/host.json', '/?token=', '/?token=wrong'])(
  '%s without a cookie or the token is refused',
  async (path) => {
    expect((await get(path)).status).toBe(403);
  },
);

test('a wrong token does not use up the right one', async () => {
  await get('/?token=wrong');
  expect(await useToken()).not.toBe('');
});

test.each(['evil.example', '127.0.0.1', '127.0.0.1:1'])('the host %s is refused even with the cookie', async (host) => {
  expect(await statusFor(host, await useToken())).toBe(403);
});

test('localhost is this machine as well', async () => {
  expect(await statusFor(`localhost:${new URL(page.origin).port}`, await useToken())).toBe(200);
});

test('nothing outside the folder is served', async () => {
  const cookie = await useToken();
  for (const path of ['/..%2f..%2fetc%2fpasswd', '/missing.js']) expect((await get(path, cookie)).status).toBe(404);
});
