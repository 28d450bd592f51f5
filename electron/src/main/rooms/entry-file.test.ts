/** A room's passcode is kept and sealed, and its loss never opens the room. */
import { PasscodeGeneration, RoomId } from '@lectern/protocol';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEntry, type RoomEntry } from '@lectern/bridge';
import type { Keychain } from '../files/keychain.ts';
import { Saving } from '../files/saving.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { EntryFile } from './entry-file.ts';

const roomId = RoomId.parse('a'.repeat(20));
const other = RoomId.parse('b'.repeat(20));
const entry: RoomEntry = {
  passcode: { text: 'wave pool 7', generation: PasscodeGeneration.parse('g'.repeat(22)) },
  lobby: true,
  watchers: 'stay',
};

let folder: string;
let log: FakeLogger;
const path = (): string => join(folder, 'room-entries.json');
const open = (keychain?: Keychain) =>
  new EntryFile({ folder, findKeychain: () => keychain, saving: new Saving(log), log });

/** Not secure: enough to tell sealed text from open text, and one secret from another. */
const keychainWith = (secret: number): Keychain => ({
  seal: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ secret)),
  unseal: (sealed) => Buffer.from(sealed.map((byte) => byte ^ secret)).toString(),
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-entries-'));
  log = fakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a room is open to everybody until something else is stored, and each room has its own', () => {
  expect(open().read(roomId)).toEqual(openEntry);
  open().store(roomId, entry);
  expect([open().read(roomId), open().read(other)]).toEqual([entry, openEntry]);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('with a keychain the file does not contain the passcode', () => {
  open(keychainWith(129)).store(roomId, entry);
  expect(readFileSync(path(), 'utf8')).not.toContain('wave');
  expect(open(keychainWith(129)).read(roomId)).toEqual(entry);
});

test.each([
  ['another secret', keychainWith(200)],
  ['gone', undefined],
])(
  'where the keychain is %s, the room is not taken for an open one, and the log does not quote it',
  (_what, keychain) => {
    open(keychainWith(129)).store(roomId, entry);
    expect(open(keychain).read(roomId)).toBeNull();
    expect(log.problems.join('\n')).toMatch(/passcode cannot be opened/);
    expect(log.problems.join('\n')).not.toContain('wave');
  },
);

test('a room with another link keeps its passcode, and a deleted one leaves nothing', () => {
  open().store(roomId, entry);
  open().move(roomId, other);
  expect([open().read(roomId), open().read(other)]).toEqual([openEntry, entry]);
  open().forget(other);
  expect(readFileSync(path(), 'utf8')).not.toContain('wave');
});
