import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Keychain } from '../room-key-file.ts';
import { PresenterKeyFile } from './presenter-key-file.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const one = 'https://one.example';
const two = 'https://two.example';
let folder: string;
let said: string[];
const path = (): string => join(folder, 'presenter-keys.json');
const open = (keychain?: Keychain) =>
  new PresenterKeyFile({ folder, findKeychain: () => keychain, log: (message) => void said.push(message) });

/** Turned by one secret byte, so that another secret gives something else: enough to tell sealed from open. */
const keychainWith = (secret: number): Keychain => ({
  seal: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ secret)),
  unseal: (sealed) => Buffer.from(sealed.map((byte) => byte ^ secret)).toString(),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-keys-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

test('without a keychain a key is kept for this user only, each for its own service', () => {
  open().keep(one, KEY);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  const again = open();
  expect([again.has(one), again.read(one), again.has(two), again.read(two)]).toEqual([true, KEY, false, null]);
});

test('with a keychain no key stands in the file', () => {
  open(keychainWith(129)).keep(one, KEY);
  expect(readFileSync(path(), 'utf8')).not.toContain(KEY);
  expect(open(keychainWith(129)).read(one)).toBe(KEY);
});

test('a new key takes the place of the old one, and a key can be forgotten', () => {
  const keys = open();
  keys.keep(one, KEY);
  keys.keep(two, KEY);
  keys.keep(one, `${KEY}2`);
  keys.keep(two, null);
  expect([keys.read(one), open().read(one), open().has(two)]).toEqual([`${KEY}2`, `${KEY}2`, false]);
});

test.each([
  ['another secret', keychainWith(200)],
  ['gone', undefined],
])('where the keychain is %s, the key is missing and that is said without it', (_what, keychain) => {
  open(keychainWith(129)).keep(one, KEY);
  const keys = open(keychain);
  expect([keys.read(one), keys.has(one)]).toEqual([null, false]);
  expect(said).toHaveLength(1);
  expect(said.join('')).not.toContain(KEY);
});

test('a damaged file is moved aside', () => {
  writeFileSync(path(), `{"keys":{"${one}":"${KEY}"}}`);
  expect(open().read(one)).toBeNull();
  expect(readdirSync(folder).some((name) => name.startsWith('presenter-keys.json.unreadable-'))).toBe(true);
  expect(said.join('')).not.toContain(KEY);
});

test('nothing is read or asked of the keychain before it is needed', () => {
  let asked = 0;
  const keys = new PresenterKeyFile({ folder, findKeychain: () => void asked++, log: () => {} });
  expect([keys.has(one), keys.read(one), asked]).toEqual([false, null, 0]);
});
