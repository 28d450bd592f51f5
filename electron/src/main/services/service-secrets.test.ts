/** Presenter keys across starts, with and without a keychain, and on a full disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Keychain } from '../files/keychain.ts';
import { makeUnwritable, makeWritable } from '../files/full-disk.fixture.ts';
import { Saving } from '../files/saving.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { presenterKeys, ServiceSecrets } from './service-secrets.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const one = 'https://one.example';
const two = 'https://two.example';
let folder: string;
let log: FakeLogger;
const path = (): string => join(folder, 'presenter-keys.json');
const open = (keychain?: Keychain) =>
  new ServiceSecrets({ ...presenterKeys, folder, findKeychain: () => keychain, saving: new Saving(log), log });

/** Not secure: enough to tell sealed text from open text, and one secret from another. */
const keychainWith = (secret: number): Keychain => ({
  seal: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ secret)),
  unseal: (sealed) => Buffer.from(sealed.map((byte) => byte ^ secret)).toString(),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-keys-'));
  log = fakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('without a keychain only this user may read the keys, and each is for its own service', () => {
  open().store(one, KEY);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  const again = open();
  expect([again.has(one), again.read(one), again.has(two), again.read(two)]).toEqual([true, KEY, false, null]);
});

test('with a keychain the file does not contain the key', () => {
  open(keychainWith(129)).store(one, KEY);
  expect(readFileSync(path(), 'utf8')).not.toContain(KEY);
  expect(open(keychainWith(129)).read(one)).toBe(KEY);
});

test('a new key replaces the old one, and a key can be removed', () => {
  const keys = open();
  keys.store(one, KEY);
  keys.store(two, KEY);
  keys.store(one, `${KEY}2`);
  keys.store(two, null);
  expect([keys.read(one), open().read(one), open().has(two)]).toEqual([`${KEY}2`, `${KEY}2`, false]);
});

test.each([
  ['another secret', keychainWith(200)],
  ['gone', undefined],
])('where the keychain is %s, there is no key, and the log says so without it', (_what, keychain) => {
  open(keychainWith(129)).store(one, KEY);
  const keys = open(keychain);
  expect([keys.read(one), keys.has(one)]).toEqual([null, false]);
  expect(log.problems).toHaveLength(1);
  expect(log.lines.join('')).not.toContain(KEY);
});

test('a damaged file is moved aside', () => {
  writeFileSync(path(), `{"keys":{"${one}":"${KEY}"}}`);
  expect(open().read(one)).toBeNull();
  expect(readdirSync(folder).some((name) => name.startsWith('presenter-keys.json.unreadable-'))).toBe(true);
  expect(log.lines.join('')).not.toContain(KEY);
});

test('before a key is needed, nothing is read and the keychain is not used', () => {
  let asked = 0;
  const keys = new ServiceSecrets({
    ...presenterKeys,
    folder,
    findKeychain: () => void asked++,
    saving: new Saving(log),
    log,
  });
  expect([keys.has(one), keys.read(one), asked]).toEqual([false, null, 0]);
});

test('a key that cannot be saved is used, and is saved once there is space', () => {
  const saving = new Saving(log);
  const keys = new ServiceSecrets({ ...presenterKeys, folder, findKeychain: () => undefined, saving, log });
  makeUnwritable(folder);
  keys.store(one, KEY);
  expect([keys.read(one), saving.problem.get()?.lost]).toEqual([KEY, 'changes']);
  makeWritable(folder);
  saving.close();
  expect(open().read(one)).toBe(KEY);
});
