/** The presenter's rooms: each is a key in a file of its own, and its link is the same for as long as that file is there. */
import type { RoomId } from '@lectern/protocol';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownRoom, LostRoom } from '@lectern/bridge';
import { keepKey, readKey, RoomKeyPlace, type Keychain, type KeySurroundings } from '../room-key-file.ts';
import { RoomKey } from '../room-key.ts';
import type { DesktopHandlers } from '../serve-desktop.ts';
import type { SettingsFile } from '../settings.ts';
import { ShowableError } from '../showable-error.ts';
import { refuseWhileLive } from '../while-live.ts';

type RoomHandlers = Pick<DesktopHandlers, 'identifyRoom' | 'createRoom' | 'switchRoom' | 'deleteRoom'>;

export interface RoomSurroundings extends KeySurroundings {
  readonly isOnAir: () => boolean;
}

export class Rooms {
  readonly #around: RoomSurroundings;
  readonly #settings: SettingsFile;
  /** The first room lies where the only one did before there were several. */
  #first: RoomKeyPlace;
  #opened: RoomKey | undefined;
  readonly #lost: LostRoom[] = [];
  #keychain: { readonly found: Keychain | undefined } | undefined;

  constructor(around: RoomSurroundings, settings: SettingsFile) {
    this.#around = { ...around, findKeychain: () => (this.#keychain ??= { found: around.findKeychain() }).found };
    this.#settings = settings;
    this.#first = new RoomKeyPlace(this.#around);
  }

  get keeper(): RoomKeyPlace['keeper'] {
    return this.#first.keeper;
  }

  /** Those whose key could not be opened when they were wanted, for the presenter to be told. */
  get lost(): readonly LostRoom[] {
    return this.#lost;
  }

  /** The key of the room in use. One that cannot be opened stays where it is; the first room is used instead. */
  get key(): RoomKey {
    const { currentRoom } = this.#settings.current;
    if (currentRoom === null) return this.#useFirst();
    if (this.#opened?.roomId === currentRoom) return this.#opened;
    try {
      this.#opened = this.#open(currentRoom);
      return this.#opened;
    } catch {
      this.#around.log(`the key of the room in use could not be opened: the first room is used`);
      this.#fallBack(currentRoom);
      return this.#useFirst();
    }
  }

  /** Both rooms keep the titles that they had. */
  #fallBack(from: RoomId): void {
    const { rooms, title } = this.#settings.current;
    this.#lost.push({ kind: 'another-open', title });
    this.#settings.update({
      rooms: rooms.map((room) => (room.roomId === from ? { ...room, title } : room)),
      currentRoom: null,
      title: rooms.find(({ roomId }) => roomId === this.#first.key.roomId)?.title ?? '',
    });
  }

  #useFirst(): RoomKey {
    const { key, keptAs } = this.#first;
    if (keptAs !== null && !this.#lost.some(({ kind }) => kind === 'new-link')) {
      const { rooms, title } = this.#settings.current;
      this.#lost.push({ kind: 'new-link', title, keptAs });
      // Nothing opens the old one any more, wherever it stands in the list.
      this.#settings.update({ rooms: rooms.filter(({ roomId }) => existsSync(this.#pathOf(roomId))) });
    }
    return key;
  }

  readonly handlers: RoomHandlers = {
    identifyRoom: () => {
      const { roomId } = this.key;
      const { rooms } = this.#settings.current;
      if (!rooms.some((room) => room.roomId === roomId)) this.#settings.update({ rooms: this.#titled() });
      return roomId;
    },
    createRoom: (title) => {
      refuseWhileLive(this.#around.isOnAir(), 'room');
      const key = RoomKey.generate();
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      keepKey(this.#pathOf(key.roomId), key, this.#around.findKeychain());
      const rooms = [...this.#titled(), { roomId: key.roomId, title }];
      this.#settings.update({ rooms, currentRoom: key.roomId, title });
    },
    switchRoom: (roomId) => {
      const rooms = this.#titled();
      const room = rooms.find((known) => known.roomId === roomId);
      if (room === undefined) throw new ShowableError('There is no such room any more.');
      if (roomId !== this.key.roomId) refuseWhileLive(this.#around.isOnAir(), 'room');
      this.#expectOpens(roomId);
      this.#settings.update({ rooms, currentRoom: roomId, title: room.title });
    },
    deleteRoom: (roomId) => {
      if (roomId === this.key.roomId) throw new ShowableError('This room is in use. Open another one first.');
      if (existsSync(this.#pathOf(roomId))) rmSync(this.#pathOf(roomId));
      else if (this.#isFirst(roomId)) {
        rmSync(this.#firstPath);
        this.#first = new RoomKeyPlace(this.#around);
      }
      this.#settings.update({ rooms: this.#titled().filter((room) => room.roomId !== roomId) });
    },
  };

  get #folder(): string {
    return join(this.#around.folder, 'room-keys');
  }

  get #firstPath(): string {
    return join(this.#around.folder, 'room-key.json');
  }

  /** A room's id is letters and digits only: the schema at the door sees to that. */
  #pathOf(roomId: RoomId): string {
    return join(this.#folder, `${roomId}.json`);
  }

  #isFirst(roomId: RoomId): boolean {
    return existsSync(this.#firstPath) && this.#first.key.roomId === roomId;
  }

  #open(roomId: RoomId): RoomKey {
    if (!existsSync(this.#pathOf(roomId)) && this.#isFirst(roomId)) return this.#first.key;
    const key = readKey(this.#pathOf(roomId), this.#around.findKeychain());
    if (key.roomId !== roomId) throw new Error('the key of another room');
    return key;
  }

  #expectOpens(roomId: RoomId): void {
    try {
      this.#open(roomId);
    } catch {
      throw new ShowableError('The key of that room can’t be opened on this computer.');
    }
  }

  /** The rooms with the title that the one in use has now. */
  #titled(): readonly KnownRoom[] {
    const { rooms, title } = this.#settings.current;
    const { roomId } = this.key;
    const current = { roomId, title };
    if (!rooms.some((room) => room.roomId === roomId)) return [...rooms, current];
    return rooms.map((room) => (room.roomId === roomId ? current : room));
  }
}
