/** Files of the UI are served with the content policy, and missing ones are not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileFor, serveFolder } from './app-protocol.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-ui-'));
  writeFileSync(join(folder, 'index.html'), 'hello');
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['app://lectern/', '/ui/index.html'],
  ['app://lectern/assets/index-a1.js?x#y', '/ui/assets/index-a1.js'],
  ['app://lectern/../../etc/secret.json', '/ui/etc/secret.json'],
  ['app://lectern/%2e%2e/%2e%2e/secret.json', '/ui/secret.json'],
  ['app://lectern/..%2f..%2fsecret.json', undefined],
  ['app://lectern/..%5c..%5csecret.json', undefined],
  ['app://lectern/%00.html', undefined],
  ['app://lectern/%zz.html', undefined],
  ['app://lectern/assets/index-a1.js.map', undefined],
  ['app://elsewhere/index.html', undefined],
])('%s is %s', (url, file) => {
  expect(fileFor(url, '/ui')).toBe(file);
});

test('every file has the present policy, and a missing file is not found', async () => {
  let policy = 'one';
  const serve = serveFolder(folder, () => policy);
  const first = await serve(new Request('app://lectern/'));
  expect([first.status, first.headers.get('content-security-policy'), await first.text()]).toEqual([
    200,
    'one',
    'hello',
  ]);
  policy = 'two';
  expect((await serve(new Request('app://lectern/'))).headers.get('content-security-policy')).toBe('two');
  expect((await serve(new Request('app://lectern/gone.js'))).status).toBe(404);
  expect((await serve(new Request('app://lectern/', { method: 'POST' }))).status).toBe(404);
});
