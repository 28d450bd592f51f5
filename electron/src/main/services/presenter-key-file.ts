/**
 * Keeps the presenter keys, one for each service, as the room's key is kept: sealed by the system's keychain where there is one, else
 * readable by this user only. They leave this process towards their own service and nowhere else.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { PresenterKey, ServiceOrigin } from '@lectern/bridge';
import { moveAside } from '../move-aside.ts';
import type { Keychain } from '../room-key-file.ts';

const KeptKey = z.discriminatedUnion('keptBy', [
  z.object({ keptBy: z.literal('keychain'), sealed: z.string() }),
  z.object({ keptBy: z.literal('file'), key: PresenterKey }),
]);
type KeptKey = z.infer<typeof KeptKey>;
const KeyFile = z.object({ keys: z.record(ServiceOrigin, KeptKey) });

interface Surroundings {
  readonly folder: string;
  /** Asked when a key is needed, not before: on some systems the keychain asks the person for a password. */
  readonly findKeychain: () => Keychain | undefined;
  readonly log: (message: string) => void;
}

export class PresenterKeyFile {
  readonly #surroundings: Surroundings;
  readonly #path: string;
  #kept: Map<string, KeptKey> | undefined;
  /** Unsealed once: a handshake is made anew on every connection. */
  readonly #open = new Map<string, string>();
  readonly #unopened = new Set<string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#path = join(surroundings.folder, 'presenter-keys.json');
  }

  has(origin: string): boolean {
    return this.read(origin) !== null;
  }

  /** Null where there is none, or where it cannot be unsealed just now: then the service will ask for it. */
  read(origin: string): string | null {
    const open = this.#open.get(origin);
    if (open !== undefined) return open;
    const kept = this.#all().get(origin);
    if (kept === undefined || this.#unopened.has(origin)) return null;
    try {
      const key = this.#unlock(kept);
      this.#open.set(origin, key);
      return key;
    } catch {
      // It stays in the file: the keychain may be locked today and open tomorrow.
      this.#unopened.add(origin);
      this.#surroundings.log(`the presenter key for ${origin} cannot be opened with this system's keychain`);
      return null;
    }
  }

  keep(origin: string, key: string | null): void {
    const all = this.#all();
    this.#open.delete(origin);
    this.#unopened.delete(origin);
    if (key === null && !all.delete(origin)) return;
    if (key !== null) all.set(origin, this.#lock(key));
    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    writeFileSync(`${this.#path}.new`, JSON.stringify({ keys: Object.fromEntries(all) }), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  #lock(key: string): KeptKey {
    const keychain = this.#surroundings.findKeychain();
    if (keychain === undefined) return { keptBy: 'file', key };
    return { keptBy: 'keychain', sealed: keychain.seal(key).toString('base64') };
  }

  #unlock(kept: KeptKey): string {
    if (kept.keptBy === 'file') return kept.key;
    const keychain = this.#surroundings.findKeychain();
    if (keychain === undefined) throw new Error('no keychain');
    return PresenterKey.parse(keychain.unseal(Buffer.from(kept.sealed, 'base64')));
  }

  #all(): Map<string, KeptKey> {
    this.#kept ??= this.#readFile();
    return this.#kept;
  }

  #readFile(): Map<string, KeptKey> {
    if (!existsSync(this.#path)) return new Map();
    try {
      return new Map(Object.entries(KeyFile.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).keys));
    } catch {
      this.#surroundings.log(
        `the presenter keys could not be read: services will ask for them; kept as ${moveAside(this.#path)}`,
      );
      return new Map();
    }
  }
}
