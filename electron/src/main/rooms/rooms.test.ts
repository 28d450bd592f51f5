/** The list of rooms on a real disk: created, deleted, moved, and given a new link. */
import { RoomId } from '@lectern/protocol';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeUnwritable, makeWritable } from '../files/full-disk.fixture.ts';
import { Saving } from '../files/saving.ts';
import { SettingsFile } from '../settings/settings-file.ts';
import { Rooms } from './rooms.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';

let folder: string;
let log: FakeLogger;
let isOnAir: boolean;

/** A start of the app. */
function start() {
  const saving = new Saving(log);
  const settings = SettingsFile.open(folder, saving, log);
  const rooms = new Rooms({
    folder,
    findKeychain: () => undefined,
    log,
    isOnAir: () => isOnAir,
    serviceOrigin: () => 'https://lectern.example',
    settings,
    saving,
  });
  const { identifyRoom, createRoom, switchRoom, deleteRoom, renewLink, proveRoom } = rooms.handlers;
  const identify = (): RoomId => RoomId.parse(identifyRoom());
  return { settings, rooms, identify, createRoom, switchRoom, deleteRoom, renewLink, proveRoom };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-rooms-'));
  log = fakeLogger();
  isOnAir = false;
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the room of a version with only one room is the first in the list and keeps its link', () => {
  const before = start();
  const roomId = before.rooms.key.roomId;
  before.settings.update({ title: 'Tides' });
  const after = start();
  expect(after.identify()).toBe(roomId);
  expect(after.settings.current).toMatchObject({ rooms: [{ roomId, title: 'Tides' }], currentRoom: null });
});

test('each room has its own link and title, which it keeps across starts', () => {
  const { settings, identify, createRoom, switchRoom } = start();
  const first = identify();
  settings.update({ title: 'Tides' });
  void createRoom('Waves');
  const second = identify();
  expect(second).not.toBe(first);
  expect(settings.current.title).toBe('Waves');
  expect(statSync(join(folder, 'room-keys', `${second}.json`)).mode & 0o777).toBe(0o600);
  settings.update({ title: 'Big waves' });
  expect(start().identify()).toBe(second);
  void switchRoom(first);
  expect([identify(), settings.current.title]).toEqual([first, 'Tides']);
  const again = start();
  expect(again.identify()).toBe(first);
  void again.switchRoom(second);
  expect([again.identify(), again.settings.current.title]).toEqual([second, 'Big waves']);
});

test('while live no other room is opened or created, and no key is left behind', () => {
  const { identify, createRoom, switchRoom, settings } = start();
  const first = identify();
  void createRoom('Waves');
  const second = identify();
  isOnAir = true;
  const before = settings.current;
  expect(() => switchRoom(first)).toThrow('You are live. Stop first to open another room.');
  expect(() => createRoom('Sand')).toThrow('You are live. Stop first to open another room.');
  expect(() => switchRoom(second)).not.toThrow();
  expect(settings.current).toEqual(before);
  expect(readdirSync(join(folder, 'room-keys'))).toEqual([`${second}.json`]);
});

test('a room is deleted with its key, also the first one, but not the one in use', () => {
  const { settings, identify, createRoom, deleteRoom, switchRoom } = start();
  const first = identify();
  void createRoom('Waves');
  const second = identify();
  expect(() => deleteRoom(second)).toThrow('in use');
  void deleteRoom(first);
  expect(settings.current.rooms).toEqual([{ roomId: second, title: 'Waves' }]);
  expect(readdirSync(folder)).not.toContain('room-key.json');
  expect(() => switchRoom(first)).toThrow('no such room');
  expect(start().identify()).toBe(second);
});

test('a first room whose key cannot be opened gets a new link, and is reported as lost', () => {
  const before = start();
  const old = before.identify();
  before.settings.update({ title: 'Tides' });
  expect(before.rooms.lost).toEqual([]);
  writeFileSync(join(folder, 'room-key.json'), 'damaged');
  const { settings, identify, rooms } = start();
  const renewed = identify();
  expect(renewed).not.toBe(old);
  expect(settings.current.rooms).toEqual([{ roomId: renewed, title: 'Tides' }]);
  const aside = readdirSync(folder).find((name) => name.startsWith('room-key.json.unreadable-')) ?? '';
  expect(rooms.lost).toEqual([{ kind: 'new-link', title: 'Tides', movedTo: join(folder, aside) }]);
  expect(identify()).toBe(renewed);
  expect(rooms.lost).toHaveLength(1);
});

test('where the key of the room in use cannot be opened, the first room is used and the file stays', () => {
  const before = start();
  const first = before.identify();
  before.settings.update({ title: 'Tides' });
  void before.createRoom('Waves');
  const second = before.identify();
  before.settings.update({ title: 'Big waves' });
  writeFileSync(join(folder, 'room-keys', `${second}.json`), 'damaged');
  const { settings, rooms, identify, switchRoom } = start();
  expect(identify()).toBe(first);
  expect(rooms.lost).toEqual([{ kind: 'another-open', title: 'Big waves' }]);
  expect(settings.current).toMatchObject({
    title: 'Tides',
    rooms: [
      { roomId: first, title: 'Tides' },
      { roomId: second, title: 'Big waves' },
    ],
  });
  expect(log.problems).toHaveLength(1);
  expect(() => switchRoom(second)).toThrow('can’t be opened');
  expect(readdirSync(join(folder, 'room-keys'))).toEqual([`${second}.json`]);
});

test('where nothing can be stored, the first room opens all the same, and another one is refused', () => {
  makeUnwritable(folder);
  const { identify, createRoom, switchRoom, settings } = start();
  const first = identify();
  expect(() => createRoom('Waves')).toThrow('could not be saved');
  expect([identify(), settings.current.rooms]).toEqual([first, [{ roomId: first, title: '' }]]);
  expect(() => switchRoom(first)).not.toThrow();
  makeWritable(folder);
});

const PASSPHRASE = 'seven quiet tides';
const claimsOf = (roomId: RoomId) => ({ service: 'lectern.example', roomId, epoch: 1, challenge: 'once' });

test('a new link replaces the old one, which this computer can still prove, also after a start', () => {
  const before = start();
  const old = before.identify();
  before.settings.update({ title: 'Tides' });
  void before.renewLink();
  const renewed = before.identify();
  expect(renewed).not.toBe(old);
  const { settings, identify, proveRoom, switchRoom } = start();
  expect(identify()).toBe(renewed);
  expect(settings.current).toMatchObject({
    title: 'Tides',
    rooms: [{ roomId: renewed, title: 'Tides' }],
    withdrawnRooms: [{ roomId: old, title: 'Tides' }],
  });
  expect(() => proveRoom(claimsOf(old))).not.toThrow();
  expect(() => switchRoom(old)).toThrow('no such room');
  expect(readdirSync(folder)).not.toContain('room-key.json');
});

test('a room whose key cannot be opened never falls back to one that was withdrawn', () => {
  const before = start();
  const withdrawn = before.identify();
  void before.renewLink();
  writeFileSync(join(folder, 'room-keys', `${before.identify()}.json`), 'damaged');
  expect(start().identify()).not.toBe(withdrawn);
});

test('an old link is deleted with its key, and then cannot be proved', () => {
  const { settings, identify, renewLink, deleteRoom, proveRoom } = start();
  const old = identify();
  void renewLink();
  void deleteRoom(old);
  expect(settings.current.withdrawnRooms).toEqual([]);
  expect(readdirSync(join(folder, 'room-keys'))).toEqual([`${identify()}.json`]);
  expect(() => proveRoom(claimsOf(old))).toThrow('does not hold the key');
});

test('a proof is made for the service in use and for no other', () => {
  const { identify, proveRoom } = start();
  const claims = claimsOf(identify());
  expect(() => proveRoom(claims)).not.toThrow();
  for (const service of ['evil.example', 'lectern.example:8443', '']) {
    expect(() => proveRoom({ ...claims, service })).toThrow('not the service in use');
  }
});

test('no new link while live', () => {
  const { identify, renewLink } = start();
  const roomId = identify();
  isOnAir = true;
  expect(() => renewLink()).toThrow('You are live.');
  expect(identify()).toBe(roomId);
});

test('a room moves to another computer with its link and title, and both can present', async () => {
  const here = start();
  const roomId = here.identify();
  here.settings.update({ title: 'Tides' });
  const { file } = await here.rooms.seal(roomId, PASSPHRASE);
  await expect(here.rooms.addFrom(file, PASSPHRASE)).rejects.toThrow('in your list already');
  makeUnwritable(folder);
  makeWritable(folder);
  const there = start();
  const own = there.identify();
  await expect(there.rooms.addFrom(file, 'seven quiet tide')).rejects.toThrow('passphrase');
  await expect(there.rooms.addFrom({ ...file, version: 2 }, PASSPHRASE)).rejects.toThrow('newer version');
  expect(await there.rooms.addFrom(file, PASSPHRASE)).toEqual({ roomId, title: 'Tides' });
  expect(there.identify()).toBe(own);
  expect(statSync(join(folder, 'room-keys', `${roomId}.json`)).mode & 0o777).toBe(0o600);
  void there.switchRoom(roomId);
  expect(start().identify()).toBe(roomId);
  expect(log.lines.join('')).not.toContain(PASSPHRASE);
});

test('a room that is not in the list cannot be exported, and a withdrawn one not imported', async () => {
  const { identify, rooms, renewLink } = start();
  const old = identify();
  const { file } = await rooms.seal(old, PASSPHRASE);
  void renewLink();
  await expect(rooms.seal(old, PASSPHRASE)).rejects.toThrow('no such room');
  await expect(rooms.addFrom(file, PASSPHRASE)).rejects.toThrow('was replaced on this computer');
});
