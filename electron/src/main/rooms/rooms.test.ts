import { RoomId } from '@lectern/protocol';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// Outside of Electron its package is only the path of a binary, which it would download where it does not know one.
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/not-started-here');
const { SettingsFile } = await import('../settings.ts');
const { Rooms } = await import('./rooms.ts');

let folder: string;
let said: string[];
let isOnAir: boolean;
const log = (message: string): void => void said.push(message);

/** The app's start. */
function start() {
  const settings = SettingsFile.open(folder, log);
  const rooms = new Rooms({ folder, findKeychain: () => undefined, log, isOnAir: () => isOnAir }, settings);
  const { identifyRoom, createRoom, switchRoom, deleteRoom } = rooms.handlers;
  const identify = (): RoomId => RoomId.parse(identifyRoom());
  return { settings, rooms, identify, createRoom, switchRoom, deleteRoom };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-rooms-'));
  said = [];
  isOnAir = false;
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a room of before there were several is the first one, and keeps its link', () => {
  const before = start();
  const roomId = before.rooms.key.roomId;
  before.settings.update({ title: 'Tides' });
  const after = start();
  expect(after.identify()).toBe(roomId);
  expect(after.settings.current).toMatchObject({ rooms: [{ roomId, title: 'Tides' }], currentRoom: null });
});

test('another room has a link and a title of its own, and every room keeps both across starts', () => {
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

test('while live no other room is opened or made, and no key of one is left', () => {
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

test('where the first room’s key cannot be opened, it has a new link, and the presenter is told', () => {
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
  expect(rooms.lost).toEqual([{ kind: 'new-link', title: 'Tides', keptAs: join(folder, aside) }]);
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
  expect(said).toHaveLength(1);
  expect(() => switchRoom(second)).toThrow('can’t be opened');
  expect(readdirSync(join(folder, 'room-keys'))).toEqual([`${second}.json`]);
});
