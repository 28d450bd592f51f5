/** A room's key across starts, with and without a keychain, and on a full disk. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Keychain } from '../files/keychain.ts';
import { makeUnwritable, makeWritable } from '../files/full-disk.fixture.ts';
import { Saving } from '../files/saving.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { FirstRoomKey, openRoomKey } from './room-key-file.ts';

let folder: string;
let log: FakeLogger;

const place = () => ({ folder, saving: new Saving(log), log });
const path = (): string => join(folder, 'room-key.json');

/** A keychain that really encrypts. A test machine may have none. */
function keychainWith(secret: string): Keychain {
  const key = Buffer.alloc(32, secret);
  const nonce = Buffer.alloc(12);
  return {
    seal: (text) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([cipher.getAuthTag(), sealed]);
    },
    unseal: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(sealed.subarray(0, 16));
      return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString();
    },
  };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-key-'));
  log = fakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('without a keychain only this user may read the key, and the next start has the same one', () => {
  const { roomId } = openRoomKey(place(), undefined).key;
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(openRoomKey(place(), undefined).key.roomId).toBe(roomId);
  expect(log.problems).toEqual([]);
});

test('with a keychain the file does not contain the key', () => {
  const { roomId } = openRoomKey(place(), keychainWith('a')).key;
  expect(readFileSync(path(), 'utf8')).not.toContain('PRIVATE KEY');
  expect(openRoomKey(place(), keychainWith('a')).key.roomId).toBe(roomId);
});

test('a key that was stored without a keychain is sealed when it is opened with one', () => {
  const { roomId } = openRoomKey(place(), undefined).key;
  expect(openRoomKey(place(), keychainWith('a')).key.roomId).toBe(roomId);
  expect(readFileSync(path(), 'utf8')).not.toContain('PRIVATE KEY');
});

test('a key that cannot be sealed, as on a full disk, keeps its room and its link', () => {
  const { roomId } = openRoomKey(place(), undefined).key;
  const broken: Keychain = {
    ...keychainWith('a'),
    seal: () => {
      throw new Error('no space left');
    },
  };
  expect(openRoomKey(place(), broken)).toMatchObject({ key: { roomId }, movedTo: null });
  expect(log.problems).toHaveLength(1);
});

test.each([
  ['the keychain has another secret', keychainWith('b')],
  ['the keychain is gone', undefined],
])('where %s, the old key is moved aside and reported', (_what, keychain) => {
  const { roomId } = openRoomKey(place(), keychainWith('a')).key;
  const before = readFileSync(path(), 'utf8');
  const opened = openRoomKey(place(), keychain);
  expect(opened.key.roomId).not.toBe(roomId);
  const aside = readdirSync(folder).find((name) => name.startsWith('room-key.json.unreadable-'));
  expect(opened.movedTo).toBe(join(folder, aside ?? ''));
  expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(before);
  expect(log.problems).toHaveLength(1);
  expect(log.lines.join('')).not.toContain('PRIVATE');
});

test('a new key that cannot be stored opens its room, and is stored once there is space', () => {
  const saving = new Saving(log);
  makeUnwritable(folder);
  const first = new FirstRoomKey({ folder, findKeychain: () => undefined, saving, log });
  const { roomId } = first.key;
  expect([first.exists, saving.problem.get()]).toEqual([true, { why: 'not-writable', lost: 'link' }]);
  makeWritable(folder);
  saving.close();
  expect(openRoomKey(place(), undefined).key.roomId).toBe(roomId);
});

test('a damaged file is moved aside', () => {
  writeFileSync(path(), '{"keptBy":"file","pem":"no"}');
  chmodSync(path(), 0o600);
  openRoomKey(place(), undefined);
  expect(log.problems).toHaveLength(1);
});

test('before the key is needed, nothing is read or generated and the keychain is not used', () => {
  let asked = 0;
  const findKeychain = (): undefined => void asked++;
  const first = new FirstRoomKey({ ...place(), findKeychain });
  expect([asked, readdirSync(folder)]).toEqual([0, []]);
  expect([first.storage, first.key.roomId]).toEqual(['file', first.key.roomId]);
  expect(asked).toBe(1);
});
