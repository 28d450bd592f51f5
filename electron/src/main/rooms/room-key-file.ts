/**
 * Stores a room's key between starts: sealed by the system's keychain where there is one, else
 * readable by this user only.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Host } from '@lectern/bridge';
import { readJson, whyUnreadable, writeJson } from '../files/json-file.ts';
import type { Keychain } from '../files/keychain.ts';
import { moveAside } from '../files/move-aside.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';
import { RoomKey } from './room-key.ts';

export type KeyStorage = Exclude<Host['keyStorage'], 'browser'>;

const KeyFile = z.discriminatedUnion('keptBy', [
  z.object({ keptBy: z.literal('keychain'), sealed: z.string() }),
  z.object({ keptBy: z.literal('file'), pem: z.string() }),
]);
type KeyFile = z.infer<typeof KeyFile>;

export interface RoomKeyOptions {
  /** The user's profile. */
  readonly folder: string;
  /**
   * Called when a key is first needed, not at the start: some systems then ask the person for a
   * password.
   */
  readonly findKeychain: () => Keychain | undefined;
  readonly saving: Saving;
  readonly log: Logger;
}

function unlock(file: KeyFile, keychain: Keychain | undefined): RoomKey {
  if (file.keptBy === 'file') return RoomKey.fromPem(file.pem);
  if (keychain === undefined) throw new Error('the system keychain that sealed it is not available');
  return RoomKey.fromPem(keychain.unseal(Buffer.from(file.sealed, 'base64')));
}

export function storeKey(path: string, key: RoomKey, keychain: Keychain | undefined): void {
  const pem = key.toPem();
  const file: KeyFile =
    keychain === undefined
      ? { keptBy: 'file', pem }
      : { keptBy: 'keychain', sealed: keychain.seal(pem).toString('base64') };
  writeJson(path, file);
}

/**
 * Undefined where there is no such file. Throws where it is damaged, or sealed by a keychain that
 * does not open it.
 */
export function readKey(path: string, keychain: Keychain | undefined, log: Logger): RoomKey | undefined {
  const file = readJson(path, KeyFile);
  if (file === undefined) return undefined;
  const key = unlock(file, keychain);
  if (file.keptBy === 'file' && keychain !== undefined) seal(path, key, keychain, log);
  return key;
}

/** Best effort: a key that cannot be sealed now still opens its room, and is tried again later. */
function seal(path: string, key: RoomKey, keychain: Keychain, log: Logger): void {
  try {
    storeKey(path, key, keychain);
  } catch (error) {
    log.warn(`a room's key could not be moved into the keychain (${whyUnreadable(error)})`);
  }
}

interface OpenedKey {
  readonly key: RoomKey;
  /**
   * New path of a key file that could not be opened, so that `key` is a new one; null where all was
   * well.
   */
  readonly movedTo: string | null;
}

const pathIn = (folder: string): string => join(folder, 'room-key.json');

type OpenOptions = Pick<RoomKeyOptions, 'folder' | 'saving' | 'log'>;

/**
 * The stored key, or a new one. A key that cannot be opened is moved aside, never overwritten. A
 * new one that cannot be stored opens its room all the same, and is tried again.
 */
export function openRoomKey({ folder, saving, log }: OpenOptions, keychain: Keychain | undefined): OpenedKey {
  const path = pathIn(folder);
  let movedTo: string | null = null;
  try {
    const key = readKey(path, keychain, log);
    if (key !== undefined) return { key, movedTo };
  } catch (error) {
    // Where the file could not even be found, the profile's folder is at fault.
    if (!existsSync(path)) throw error;
    movedTo = moveAside(path);
    log.error(
      `the room's key could not be opened (${whyUnreadable(error)}), so the room gets a new link; moved to ${movedTo}`,
    );
  }
  const key = RoomKey.generate();
  saving.save('room key', () => storeKey(path, key, keychain));
  return { key, movedTo };
}

/** The key of the first room. Nothing is read or generated before it is asked for. */
export class FirstRoomKey {
  readonly #options: RoomKeyOptions;
  #keychain: { readonly found: Keychain | undefined } | undefined;
  #opened: OpenedKey | undefined;

  constructor(options: RoomKeyOptions) {
    this.#options = options;
  }

  get storage(): KeyStorage {
    return this.#findKeychain() === undefined ? 'file' : 'keychain';
  }

  /** In its file, or in use without one where it could not be stored. */
  get exists(): boolean {
    return this.#opened !== undefined || existsSync(pathIn(this.#options.folder));
  }

  get key(): RoomKey {
    return this.#open().key;
  }

  get movedTo(): string | null {
    return this.#open().movedTo;
  }

  #open(): OpenedKey {
    this.#opened ??= openRoomKey(this.#options, this.#findKeychain());
    return this.#opened;
  }

  #findKeychain(): Keychain | undefined {
    this.#keychain ??= { found: this.#options.findKeychain() };
    return this.#keychain.found;
  }
}
