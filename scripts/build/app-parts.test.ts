/** Which parts are built again after a change, with real files. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale, newestChangeMs, STAMP, type AppPart } from './app-parts.ts';

const part: AppPart = { name: 'renderer', title: 'the page', inputs: ['package-lock.json', 'protocol', 'renderer'] };
let root = '';

async function put(path: string, atSecond: number): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  await utimes(file, atSecond, atSecond);
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lectern-parts-'));
  await put('package-lock.json', 100);
  await put('protocol/src/values.ts', 100);
  await put('renderer/src/deep/page.tsx', 100);
});
afterEach(() => rm(root, { recursive: true }));

test('a part that was never built is stale', async () => {
  expect(await isStale(root, part)).toBe(true);
});

test('a part built after its last change is not', async () => {
  await put(`renderer/dist/${STAMP}`, 200);
  expect(await isStale(root, part)).toBe(false);
});

test.each(['package-lock.json', 'protocol/src/values.ts', 'renderer/src/deep/page.tsx', 'renderer/src/new.ts'])(
  'a later change of %s makes it stale',
  async (path) => {
    await put(`renderer/dist/${STAMP}`, 200);
    await put(path, 300);
    expect(await isStale(root, part)).toBe(true);
  },
);

test.each([
  'renderer/dist/page.js',
  'renderer/src/page.test.ts',
  'renderer/node_modules/x/index.js',
  'watcher-web/a.ts',
])('a later change of %s does not', async (path) => {
  await put(`renderer/dist/${STAMP}`, 200);
  await put(path, 300);
  expect(await isStale(root, part)).toBe(false);
});

test('a missing file has never changed', async () => {
  expect(await newestChangeMs(join(root, 'nothing'))).toBe(0);
});
