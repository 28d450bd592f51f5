import { RoomId } from '@lectern/protocol';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsFile } from '../settings/settings-file.ts';
import { Rooms } from './rooms.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';

let folder: string;
let log: FakeLogger;
let isOnAir: boolean;

/** A start of the app. */
function start() {
  const settings = SettingsFile.open(folder, log);
  const rooms = new Rooms({ folder, findKeychain: () => undefined, log, isOnAir: () => isOnAir, settings });
  const { identifyRoom, createRoom, switchRoom, deleteRoom } = rooms.handlers;
  const identify = (): RoomId => RoomId.parse(identifyRoom());
  return { settings, rooms, identify, createRoom, switchRoom, deleteRoom };
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
