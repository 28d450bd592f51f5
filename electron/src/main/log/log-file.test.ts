/** The real log file: who may read it, how it rotates, and that no secret is in it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LOG_FILE_BYTES } from '../policy.ts';
import { loggerFor, openLogFile } from './log-file.ts';

let folder: string;
const read = (): string => readFileSync(join(folder, 'lectern.log'), 'utf8');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-log-'));
  for (const method of ['info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(() => undefined);
  }
  openLogFile(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('every level is written, with time and scope, for this user only', () => {
  loggerFor('rooms').warn('a warning');
  loggerFor('update').debug('a detail');
  expect(read()).toMatch(/^\[\d{4}-\d\d-\d\d .*\] \[warn\] .*\(rooms\) a warning$/m);
  expect(read()).toMatch(/\[debug\] .*\(update\) a detail$/m);
  expect(statSync(join(folder, 'lectern.log')).mode & 0o777).toBe(0o600);
});

test('no secret reaches the file', () => {
  loggerFor('services').error('failed for lectern://connect?service=https://a.example&key=zX8vY2nQ4t');
  expect(read()).toContain('https://a.example');
  expect(read()).not.toContain('zX8vY2nQ4t');
});

test('a full file becomes the older one, and only one is kept', () => {
  const log = loggerFor('page');
  const line = 'x'.repeat(100_000);
  for (let bytes = 0; bytes < 3 * LOG_FILE_BYTES; bytes += line.length) log.info(line);
  expect(readdirSync(folder).toSorted()).toEqual(['lectern.log', 'lectern.old.log']);
  expect(statSync(join(folder, 'lectern.log')).size).toBeLessThan(1.1 * LOG_FILE_BYTES);
});
