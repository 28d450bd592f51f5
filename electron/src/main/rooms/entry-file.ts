/**
 * Stores who may watch in each room, with its passcode: sealed by the system's keychain where there
 * is one, else readable by this user only.
 */
import { RoomId } from '@lectern/protocol';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { openEntry, RoomEntry } from '@lectern/bridge';
import { readJsonOrMoveAside, writeJson } from '../files/json-file.ts';
import type { Keychain } from '../files/keychain.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';

const StoredEntry = z.discriminatedUnion('keptBy', [
  z.object({ keptBy: z.literal('keychain'), sealed: z.string() }),
  z.object({ keptBy: z.literal('file'), entry: RoomEntry }),
]);
type StoredEntry = z.infer<typeof StoredEntry>;
const Content = z.object({ rooms: z.record(RoomId, StoredEntry) });

interface EntryFileOptions {
  /** The user's profile. */
  readonly folder: string;
  /**
   * Called when an entry is needed, not before: some systems then ask the person for a password.
   */
  readonly findKeychain: () => Keychain | undefined;
  readonly saving: Saving;
  readonly log: Logger;
}

export class EntryFile {
  readonly #options: EntryFileOptions;
  readonly #path: string;
  #stored: Map<string, StoredEntry> | undefined;

  constructor(options: EntryFileOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'room-entries.json');
  }

  /** Null where it cannot be opened: a room must then not be open to everybody by mistake. */
  read(roomId: RoomId): RoomEntry | null {
    const stored = this.#all().get(roomId);
    if (stored === undefined) return openEntry;
    try {
      return this.#unseal(stored);
    } catch {
      this.#options.log.warn("a room's passcode cannot be opened with this system's keychain");
      return null;
    }
  }

  store(roomId: RoomId, entry: RoomEntry): void {
    this.#all().set(roomId, this.#seal(entry));
    this.#save();
  }

  /**
   * The room has another link. Its passcode stays, and a sealed one need not be opened for that.
   */
  move(from: RoomId, to: RoomId): void {
    const stored = this.#all().get(from);
    if (stored === undefined) return;
    this.#all().set(to, stored);
    this.forget(from);
  }

  forget(roomId: RoomId): void {
    if (this.#all().delete(roomId)) this.#save();
  }

  #save(): void {
    this.#options.saving.save('room entries', () => writeJson(this.#path, { rooms: Object.fromEntries(this.#all()) }));
  }

  #seal(entry: RoomEntry): StoredEntry {
    const keychain = this.#options.findKeychain();
    if (keychain === undefined) return { keptBy: 'file', entry };
    return { keptBy: 'keychain', sealed: keychain.seal(JSON.stringify(entry)).toString('base64') };
  }

  #unseal(stored: StoredEntry): RoomEntry {
    if (stored.keptBy === 'file') return stored.entry;
    const keychain = this.#options.findKeychain();
    if (keychain === undefined) throw new Error('no keychain');
    return RoomEntry.parse(JSON.parse(keychain.unseal(Buffer.from(stored.sealed, 'base64'))));
  }

  #all(): Map<string, StoredEntry> {
    const { log } = this.#options;
    this.#stored ??= new Map(Object.entries(readJsonOrMoveAside(this.#path, Content, log)?.rooms ?? {}));
    return this.#stored;
  }
}
