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
import { EntryFile } from './entry-file.ts';
import { openRoom, RoomFileError, sealRoom, type MovedRoom, type RoomFile } from './room-file.ts';
import { FirstRoomKey, readKey, storeKey, type KeyStorage, type RoomKeyOptions } from './room-key-file.ts';
import { RoomKey } from './room-key.ts';

export interface RoomsOptions extends RoomKeyOptions {
  readonly settings: SettingsFile;
  readonly isOnAir: () => boolean;
  /** Of the service in use: proofs are made for no other. */
  readonly serviceOrigin: () => string;
}

type RoomsFeature = FeatureFor<
  'identifyRoom' | 'createRoom' | 'switchRoom' | 'deleteRoom' | 'renewLink' | 'proveRoom' | 'readEntry' | 'storeEntry'
>;

const fileProblems = {
  'not-a-room-file': roomWords.notARoomFile,
  'newer-version': roomWords.newerRoomFile,
  'wrong-passphrase': roomWords.wrongPassphrase,
} as const;

export class Rooms implements RoomsFeature {
  readonly #options: RoomsOptions;
  readonly #settings: SettingsFile;
  readonly #entries: EntryFile;
  /** The file of the first room has another place: it is older than the list of rooms. */
  #first: FirstRoomKey;
  #opened: RoomKey | undefined;
  readonly #lost: LostRoom[] = [];
  #keychain: { readonly found: Keychain | undefined } | undefined;

  constructor(options: RoomsOptions) {
    this.#options = { ...options, findKeychain: () => (this.#keychain ??= { found: options.findKeychain() }).found };
    this.#settings = options.settings;
    this.#entries = new EntryFile(this.#options);
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
      this.#store(key);
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
      else if (this.#isFirst(roomId)) this.#forgetFirst();
      const others = (rooms: readonly KnownRoom[]) => rooms.filter((room) => room.roomId !== roomId);
      this.#settings.update({
        rooms: others(this.#withCurrentTitle()),
        withdrawnRooms: others(this.#settings.current.withdrawnRooms),
      });
      this.#entries.forget(roomId);
      this.#options.log.info('deleted a room');
    },
    renewLink: () => {
      refuseWhileLive(this.#options.isOnAir(), 'room');
      this.#renewLink(this.key);
    },
    readEntry: () => this.#entries.read(this.key.roomId),
    storeEntry: (entry) => this.#entries.store(this.key.roomId, entry),
    proveRoom: (claims) => {
      const { roomId, service } = claims;
      // The page gets no proofs for other services: a service that has one could take the room
      // there.
      if (service !== new URL(this.#options.serviceOrigin()).host) throw new ShowableError(roomWords.otherService);
      const isWithdrawn = this.#settings.current.withdrawnRooms.some((room) => room.roomId === roomId);
      return (isWithdrawn ? this.#requireKey(roomId) : this.key).prove(claims);
    },
  };

  /** @throws {ShowableError} Where this computer does not have the room or cannot open its key. */
  async seal(roomId: RoomId, passphrase: string): Promise<{ readonly file: RoomFile; readonly title: string }> {
    const room = this.#withCurrentTitle().find((known) => known.roomId === roomId);
    if (room === undefined) throw new ShowableError(roomWords.unknown);
    const { title } = room;
    const key = roomId === this.key.roomId ? this.key : this.#requireKey(roomId);
    return { file: await sealRoom({ key, title }, passphrase), title };
  }

  /**
   * Adds the room of a file to the list; the room in use stays.
   *
   * @throws {ShowableError} Where the file cannot be opened, or the room is here already.
   */
  async addFrom(file: unknown, passphrase: string): Promise<KnownRoom> {
    const { key, title } = await this.#openFile(file, passphrase);
    const { roomId } = key;
    const has = (rooms: readonly KnownRoom[]): boolean => rooms.some((room) => room.roomId === roomId);
    if (has(this.#settings.current.withdrawnRooms)) throw new ShowableError(roomWords.withdrawnHere);
    const rooms = this.#withCurrentTitle();
    if (has(rooms)) throw new ShowableError(roomWords.alreadyHere);
    this.#store(key);
    const room = { roomId, title };
    this.#settings.update({ rooms: [...rooms, room] });
    this.#options.log.info('imported a room');
    return room;
  }

  async #openFile(file: unknown, passphrase: string): Promise<MovedRoom> {
    try {
      return await openRoom(file, passphrase);
    } catch (error) {
      if (error instanceof RoomFileError) throw new ShowableError(fileProblems[error.problem]);
      throw error;
    }
  }

  /**
   * The room keeps its title and place in the list. Its old key stays, to say so at the old link.
   */
  #renewLink(old: RoomKey): void {
    const { title, withdrawnRooms } = this.#settings.current;
    const key = RoomKey.generate();
    this.#store(key);
    const isFirst = !existsSync(this.#pathOf(old.roomId));
    // The place of the first room is for a room that can be used.
    if (isFirst) this.#store(old);
    this.#settings.update({
      rooms: this.#withCurrentTitle().map((room) =>
        room.roomId === old.roomId ? { roomId: key.roomId, title } : room,
      ),
      withdrawnRooms: [{ roomId: old.roomId, title }, ...withdrawnRooms],
      currentRoom: key.roomId,
    });
    if (isFirst) this.#forgetFirst();
    this.#entries.move(old.roomId, key.roomId);
    this.#options.log.info('gave a room a new link');
  }

  #forgetFirst(): void {
    this.#options.saving.forget('room key');
    removeFile(this.#firstPath);
    this.#first = new FirstRoomKey(this.#options);
  }

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
    return this.#first.exists && this.#first.key.roomId === roomId;
  }

  /** A room that is not in use can wait until there is space: its link must outlive this run. */
  #store(key: RoomKey): void {
    try {
      storeKey(this.#pathOf(key.roomId), key, this.#options.findKeychain());
    } catch (error) {
      this.#options.log.error(`the key of a new room could not be stored: ${whyUnreadable(error)}`);
      throw new ShowableError(roomWords.notStored);
    }
  }

  #open(roomId: RoomId): RoomKey {
    const key = readKey(this.#pathOf(roomId), this.#options.findKeychain(), this.#options.log);
    if (key === undefined && this.#isFirst(roomId)) return this.#first.key;
    if (key === undefined) throw new Error('its file is missing');
    if (key.roomId !== roomId) throw new Error('its file holds the key of another room');
    return key;
  }

  #requireKey(roomId: RoomId): RoomKey {
    try {
      return this.#open(roomId);
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
