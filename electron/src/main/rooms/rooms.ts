/**
 * The presenter's rooms. Each is a key in a file of its own; its link stays the same as long as
 * that file exists.
 */
import type { RoomId } from '@lectern/protocol';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownRoom, LostRoom } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import { ShowableError } from '../bridge/showable-error.ts';
import { removeFile, whyUnreadable } from '../files/json-file.ts';
import type { Keychain } from '../files/keychain.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { refuseWhileLive } from '../settings/while-live.ts';
import { roomWords } from '../words.ts';
import { FirstRoomKey, readKey, storeKey, type KeyStorage, type RoomKeyOptions } from './room-key-file.ts';
import { RoomKey } from './room-key.ts';

export interface RoomsOptions extends RoomKeyOptions {
  readonly settings: SettingsFile;
  readonly isOnAir: () => boolean;
}

type RoomsFeature = FeatureFor<'identifyRoom' | 'createRoom' | 'switchRoom' | 'deleteRoom' | 'proveRoom'>;

export class Rooms implements RoomsFeature {
  readonly #options: RoomsOptions;
  readonly #settings: SettingsFile;
  /** The file of the first room has another place: it is older than the list of rooms. */
  #first: FirstRoomKey;
  #opened: RoomKey | undefined;
  readonly #lost: LostRoom[] = [];
  #keychain: { readonly found: Keychain | undefined } | undefined;

  constructor(options: RoomsOptions) {
    this.#options = { ...options, findKeychain: () => (this.#keychain ??= { found: options.findKeychain() }).found };
    this.#settings = options.settings;
    this.#first = new FirstRoomKey(this.#options);
  }

  get storage(): KeyStorage {
    return this.#first.storage;
  }

  /** Rooms whose key could not be opened when it was needed; the presenter is shown them. */
  get lost(): readonly LostRoom[] {
    return this.#lost;
  }

  /**
   * The key of the room in use. Where it cannot be opened, its file stays and the first room is
   * used instead.
   */
  get key(): RoomKey {
    const { currentRoom } = this.#settings.current;
    if (currentRoom === null) return this.#useFirst();
    if (this.#opened?.roomId === currentRoom) return this.#opened;
    try {
      this.#opened = this.#open(currentRoom);
      return this.#opened;
    } catch (error) {
      this.#options.log.error(
        `the key of the room in use could not be opened (${whyUnreadable(error)}), so the first room is used`,
      );
      this.#fallBack(currentRoom);
      return this.#useFirst();
    }
  }

  /** Both rooms keep their titles. */
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
    const { key, movedTo } = this.#first;
    if (movedTo !== null && !this.#lost.some(({ kind }) => kind === 'new-link')) {
      const { rooms, title } = this.#settings.current;
      this.#lost.push({ kind: 'new-link', title, movedTo });
      // The old key is gone, so its room leaves the list.
      this.#settings.update({ rooms: rooms.filter(({ roomId }) => existsSync(this.#pathOf(roomId))) });
    }
    return key;
  }

  readonly handlers: RoomsFeature['handlers'] = {
    identifyRoom: () => {
      const { roomId } = this.key;
      const { rooms } = this.#settings.current;
      if (!rooms.some((room) => room.roomId === roomId)) this.#settings.update({ rooms: this.#withCurrentTitle() });
      return roomId;
    },
    createRoom: (title) => {
      refuseWhileLive(this.#options.isOnAir(), 'room');
      const key = RoomKey.generate();
      storeKey(this.#pathOf(key.roomId), key, this.#options.findKeychain());
      const rooms = [...this.#withCurrentTitle(), { roomId: key.roomId, title }];
      this.#settings.update({ rooms, currentRoom: key.roomId, title });
      this.#options.log.info('created a room');
    },
    switchRoom: (roomId) => {
      const rooms = this.#withCurrentTitle();
      const room = rooms.find((known) => known.roomId === roomId);
      if (room === undefined) throw new ShowableError(roomWords.unknown);
      if (roomId !== this.key.roomId) refuseWhileLive(this.#options.isOnAir(), 'room');
      this.#requireKey(roomId);
      this.#settings.update({ rooms, currentRoom: roomId, title: room.title });
    },
    deleteRoom: (roomId) => {
      if (roomId === this.key.roomId) throw new ShowableError(roomWords.inUse);
      if (existsSync(this.#pathOf(roomId))) removeFile(this.#pathOf(roomId));
      else if (this.#isFirst(roomId)) {
        removeFile(this.#firstPath);
        this.#first = new FirstRoomKey(this.#options);
      }
      this.#settings.update({ rooms: this.#withCurrentTitle().filter((room) => room.roomId !== roomId) });
      this.#options.log.info('deleted a room');
    },
    proveRoom: (claims) => this.key.prove(claims),
  };

  get #firstPath(): string {
    return join(this.#options.folder, 'room-key.json');
  }

  /**
   * Safe as a file name: a room's id has only letters and digits, which the schema of the call
   * checks.
   */
  #pathOf(roomId: RoomId): string {
    return join(this.#options.folder, 'room-keys', `${roomId}.json`);
  }

  #isFirst(roomId: RoomId): boolean {
    return existsSync(this.#firstPath) && this.#first.key.roomId === roomId;
  }

  #open(roomId: RoomId): RoomKey {
    const key = readKey(this.#pathOf(roomId), this.#options.findKeychain(), this.#options.log);
    if (key === undefined && this.#isFirst(roomId)) return this.#first.key;
    if (key === undefined) throw new Error('its file is missing');
    if (key.roomId !== roomId) throw new Error('its file holds the key of another room');
    return key;
  }

  #requireKey(roomId: RoomId): void {
    try {
      this.#open(roomId);
    } catch (error) {
      this.#options.log.warn(`the key of a room could not be opened: ${whyUnreadable(error)}`);
      throw new ShowableError(roomWords.locked);
    }
  }

  /** The list of rooms, in which the one in use has its present title. */
  #withCurrentTitle(): readonly KnownRoom[] {
    const { rooms, title } = this.#settings.current;
    const { roomId } = this.key;
    const current = { roomId, title };
    if (!rooms.some((room) => room.roomId === roomId)) return [...rooms, current];
    return rooms.map((room) => (room.roomId === roomId ? current : room));
  }
}
