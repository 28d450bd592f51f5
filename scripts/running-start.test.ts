import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimStart } from './running-start.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-start-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start gets the clone, and the next one after it has let go', () => {
  const first = claimStart(join(folder, 'data'));
  expect(first.got).toBe(true);
  if (first.got) first.release();
  expect(claimStart(join(folder, 'data')).got).toBe(true);
});

test('while another process lives, its number is told', () => {
  writeFileSync(join(folder, 'running'), '4711');
  expect(claimStart(folder, (processId) => processId === 4711)).toEqual({ got: false, processId: 4711 });
});

test('a note left by a process that is gone does not count', () => {
  writeFileSync(join(folder, 'running'), '4711');
  expect(claimStart(folder, () => false).got).toBe(true);
});

test('a process of another program with that number does not count', () => {
  writeFileSync(join(folder, 'running'), '1');
  expect(claimStart(folder).got).toBe(process.platform === 'linux');
});
