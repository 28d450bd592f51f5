/** Keeps the room's key between starts: sealed by the system's keychain where there is one, else readable by this user only. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Host } from '@lectern/bridge';
import { moveAside } from './move-aside.ts';
import { RoomKey } from './room-key.ts';

export type KeyKeeper = Exclude<Host['keyKeptBy'], 'browser'>;

/** The system's keychain, or undefined where there is none that really encrypts. */
export interface Keychain {
  seal(text: string): Buffer;
  unseal(sealed: Buffer): string;
}

const KeyFile = z.discriminatedUnion('keptBy', [
  z.object({ keptBy: z.literal('keychain'), sealed: z.string() }),
  z.object({ keptBy: z.literal('file'), pem: z.string() }),
]);
type KeyFile = z.infer<typeof KeyFile>;

export interface KeySurroundings {
  readonly folder: string;
  /** Asked on the first call, not at the start: on some systems the keychain asks the person for a password. */
  readonly findKeychain: () => Keychain | undefined;
  readonly log: (message: string) => void;
}

function unlock(file: KeyFile, keychain: Keychain | undefined): RoomKey {
  if (file.keptBy === 'file') return RoomKey.fromPem(file.pem);
  if (keychain === undefined) throw new Error('the system keychain that sealed it is not available');
  return RoomKey.fromPem(keychain.unseal(Buffer.from(file.sealed, 'base64')));
}

export function keepKey(path: string, key: RoomKey, keychain: Keychain | undefined): void {
  const pem = key.toPem();
  const file: KeyFile =
    keychain === undefined
      ? { keptBy: 'file', pem }
      : { keptBy: 'keychain', sealed: keychain.seal(pem).toString('base64') };
  // Written beside and renamed: a crash leaves the old key or the new one, never half of one.
  writeFileSync(`${path}.new`, JSON.stringify(file), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function whyUnreadable(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return 'the file is damaged';
  return error instanceof Error ? error.message : 'for an unknown reason';
}

/** @throws Where it is damaged, or sealed by a keychain that does not open it. */
export function readKey(path: string, keychain: Keychain | undefined): RoomKey {
  const file = KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const key = unlock(file, keychain);
  if (file.keptBy === 'file' && keychain !== undefined) keepKey(path, key, keychain);
  return key;
}

interface OpenedKey {
  readonly key: RoomKey;
  /** Where the file of a key went that could not be opened, so that this is a new one; null where all was well. */
  readonly keptAs: string | null;
}

/** The key that is there, or a new one. One that cannot be opened is moved aside, never written over. */
export function openRoomKey(folder: string, keychain: Keychain | undefined, log: (message: string) => void): OpenedKey {
  const path = join(folder, 'room-key.json');
  let keptAs: string | null = null;
  if (existsSync(path)) {
    try {
      return { key: readKey(path, keychain), keptAs };
    } catch (error) {
      keptAs = moveAside(path);
      log(`the room's key could not be opened (${whyUnreadable(error)}): the room gets a new link; kept as ${keptAs}`);
    }
  }
  const key = RoomKey.generate();
  keepKey(path, key, keychain);
  return { key, keptAs };
}

/** The key's place in the user's profile; nothing is read or made before it is asked for. */
export class RoomKeyPlace {
  readonly #surroundings: KeySurroundings;
  #keychain: { readonly found: Keychain | undefined } | undefined;
  #opened: OpenedKey | undefined;

  constructor(surroundings: KeySurroundings) {
    this.#surroundings = surroundings;
  }

  get keeper(): KeyKeeper {
    return this.#findKeychain() === undefined ? 'file' : 'keychain';
  }

  get key(): RoomKey {
    return this.#open().key;
  }

  get keptAs(): string | null {
    return this.#open().keptAs;
  }

  #open(): OpenedKey {
    const { folder, log } = this.#surroundings;
    this.#opened ??= openRoomKey(folder, this.#findKeychain(), log);
    return this.#opened;
  }

  #findKeychain(): Keychain | undefined {
    this.#keychain ??= { found: this.#surroundings.findKeychain() };
    return this.#keychain.found;
  }
}
