/** Which beginnings of a file say what it is for, on a tree on the disk. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readPathsWithoutPurpose } from './purposes.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lectern-purposes-'));
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test.each([
  '/** Says it. */\n',
  '/**\n * Says it\n * in two lines.\n */\n',
  '/* Says it. */\n',
  '// Says it.\n',
  '#!/usr/bin/env node\n/** Says it. */\n',
])('%j does', (text) => {
  write('rtc/src/a.ts', text);
  expect(readPathsWithoutPurpose(root)).toEqual([]);
});

test.each([
  '',
  'const a = 1;\n/** Late. */\n',
  '/** */\n',
  '/** word */\n',
  '// @ts-check\n',
  '// oxlint-disable x -- y\n',
])('%j does not', (text) => {
  write('rtc/src/a.ts', text);
  expect(readPathsWithoutPurpose(root)).toEqual(['rtc/src/a.ts']);
});

test('tests, styles and files of the root count; packages and built output do not', () => {
  for (const path of ['z.config.ts', 'look/a.css', 'rtc/src/deep/a.test.ts', 'rtc/dist/a.js', 'node_modules/x/a.js'])
    write(path, 'a');
  expect(readPathsWithoutPurpose(root)).toEqual(['look/a.css', 'rtc/src/deep/a.test.ts', 'z.config.ts']);
});
