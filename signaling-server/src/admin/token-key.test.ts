/** The token key is kept in its file, and a damaged one is never replaced. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { loadTokenKeys } from './token-key.ts';

const log = pino({ level: 'silent' });
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lectern-key-'));
});
const load = () => loadTokenKeys({ dataDir, tokenSecret: null, oldTokenSecret: null, production: true }, log);

test('the key is kept, and nothing else is left in the folder', () => {
  const key = load();
  expect(load()).toEqual(key);
  expect(readdirSync(dataDir)).toEqual(['token-key']);
});

test('an empty file, left by a crash, is replaced by a new key', () => {
  writeFileSync(join(dataDir, 'token-key'), '');
  const key = load();
  expect(key).toHaveLength(1);
  expect(load()).toEqual(key);
});

test('a damaged key stops the start: replacing it would end all sessions without a word', () => {
  writeFileSync(join(dataDir, 'token-key'), 'damaged');
  expect(load).toThrow('delete it');
});
