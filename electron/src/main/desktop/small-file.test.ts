import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readSmallFile, removeSmallFile, writeSmallFile } from './small-file.ts';

const Shape = z.object({ x: z.number() });
let folder: string;
let path: string;
let said: string[];
const log = (message: string): void => void said.push(message);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-small-'));
  path = join(folder, 'place.json');
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is written is read, leaves nothing beside it, and is gone once removed', () => {
  writeSmallFile(path, { x: 1 });
  writeSmallFile(path, { x: 2 });
  expect(readSmallFile(path, Shape, log)).toEqual({ x: 2 });
  expect(readdirSync(folder)).toEqual(['place.json']);
  removeSmallFile(path);
  removeSmallFile(path);
  expect(readSmallFile(path, Shape, log)).toBeUndefined();
  expect(said).toEqual([]);
});

test.each(['', '{"x":', '{"x":"1"}', '\0\0\0\0'])('a damaged file (%j) is moved aside and said', (text) => {
  writeFileSync(path, text);
  expect(readSmallFile(path, Shape, log)).toBeUndefined();
  const [kept] = readdirSync(folder);
  expect(kept).toMatch(/^place\.json\.unreadable-/);
  expect(readFileSync(join(folder, kept ?? ''), 'utf8')).toBe(text);
  expect(said).toHaveLength(1);
});
