/** One `npm start` at a time, also after one that was killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockStart } from './start-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a second start can have the folder once the first has released it', () => {
  const first = lockStart(join(folder, 'data'));
  expect(first.isOurs).toBe(true);
  if (first.isOurs) first.release();
  expect(lockStart(join(folder, 'data')).isOurs).toBe(true);
});

test('the lock of a living process is kept, and its process id is returned', () => {
  writeFileSync(join(folder, 'running'), '4711');
  expect(lockStart(folder, (processId) => processId === 4711)).toEqual({ isOurs: false, processId: 4711 });
});

test('the lock of a process that has ended is taken over', () => {
  writeFileSync(join(folder, 'running'), '4711');
  expect(lockStart(folder, () => false).isOurs).toBe(true);
});

test('the lock is taken over if another program has that process id now', () => {
  writeFileSync(join(folder, 'running'), '1');
  expect(lockStart(folder).isOurs).toBe(process.platform === 'linux');
});
