/** JSON files are whole, private and flushed, and damaged ones are moved aside. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { readJson, readJsonOrMoveAside, readReplaceableJson, removeFile, writeJson } from './json-file.ts';

const Shape = z.object({ x: z.number() });
let folder: string;
let path: string;
let log: FakeLogger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-json-'));
  path = join(folder, 'place.json');
  log = fakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is written is read, leaves nothing beside it, and is gone once removed', () => {
  writeJson(path, { x: 1 });
  writeJson(path, { x: 2 });
  expect(readJsonOrMoveAside(path, Shape, log)).toEqual({ x: 2 });
  expect(readdirSync(folder)).toEqual(['place.json']);
  removeFile(path);
  removeFile(path);
  expect(readJsonOrMoveAside(path, Shape, log)).toBeUndefined();
  expect(log.problems).toEqual([]);
});

test('only the user may read the file, also where another mode was set before', () => {
  writeJson(path, { x: 1 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  writeJson(path, { x: 2 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a folder that is missing is made for the user only', () => {
  const inside = join(folder, 'keys', 'one.json');
  writeJson(inside, { x: 1 });
  expect(readJson(inside, Shape)).toEqual({ x: 1 });
  expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
});

/**
 * The system calls of one write, as far as they touch the file or its folder; undefined where they
 * cannot be traced.
 */
function traceWrite(): readonly string[] | undefined {
  const script = `import { writeJson } from '${join(import.meta.dirname, 'json-file.ts')}'; writeJson('${path}', { x: 1 });`;
  const trace = join(folder, 'trace');
  try {
    const calls = 'trace=openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2';
    execFileSync('strace', [
      '-f',
      '-y',
      '-e',
      calls,
      '-o',
      trace,
      process.execPath,
      '--input-type=module-typescript',
      '-e',
      script,
    ]);
  } catch {
    return undefined; // No strace, or no right to trace.
  }
  const lines = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder));
  rmSync(trace);
  return lines;
}

test('the content is flushed before the rename, and the folder after it', ({ skip }) => {
  const lines = traceWrite();
  if (lines === undefined) return skip('strace is not available');
  const steps = lines.flatMap((line) => {
    if (/ rename/.test(line)) return ['rename'];
    if (/ f(data)?sync\(/.test(line)) return [line.includes(`${path}.tmp`) ? 'flush file' : 'flush folder'];
    return / p?write(64)?\(/.test(line) ? ['write'] : [];
  });
  expect(steps).toEqual(['write', 'flush file', 'rename', 'flush folder']);
});

test.each(['', '{"x":', '{"x":"1"}', '\0\0\0\0'])('a damaged file (%j) is moved aside and logged', (text) => {
  writeFileSync(path, text);
  expect(readJsonOrMoveAside(path, Shape, log)).toBeUndefined();
  const [moved] = readdirSync(folder);
  expect(moved).toMatch(/^place\.json\.unreadable-/);
  expect(readFileSync(join(folder, moved ?? ''), 'utf8')).toBe(text);
  expect(log.problems).toHaveLength(1);
});

test('a damaged file’s content is not logged', () => {
  writeFileSync(path, 'secret');
  readJsonOrMoveAside(path, Shape, log);
  expect(log.lines.join('')).not.toContain('secret:');
  expect(log.lines.join('')).not.toContain('"secret"');
});

test('a replaceable file that can be neither read nor moved aside counts as missing', () => {
  writeFileSync(path, '');
  const unreachable = join(path, 'below-a-file.json');
  expect(() => readJsonOrMoveAside(unreachable, Shape, log)).toThrow();
  expect(readReplaceableJson(unreachable, Shape, log)).toBeUndefined();
  expect(log.problems).toHaveLength(1);
});
