/**
 * Stores one secret for each service, such as its presenter key: sealed by the system's keychain
 * where there is one, else readable by this user only. A secret leaves this process only to its own
 * service.
 */
import { join } from 'node:path';
import * as z from 'zod/mini';
import { PresenterKey, PublishToken, ServiceOrigin } from '@lectern/bridge';
import { readJsonOrMoveAside, writeJson } from '../files/json-file.ts';
import type { Keychain } from '../files/keychain.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';

const StoredSecret = z.discriminatedUnion('keptBy', [
  z.object({ keptBy: z.literal('keychain'), sealed: z.string() }),
  z.object({ keptBy: z.literal('file'), key: z.string() }),
]);
type StoredSecret = z.infer<typeof StoredSecret>;
const SecretsFile = z.object({ keys: z.record(ServiceOrigin, StoredSecret) });

/** What is stored, and where. */
interface SecretKind {
  /** In the user's profile. */
  readonly file: string;
  /** For the log. */
  readonly what: 'presenter key' | 'sign-in' | 'publishing token';
  readonly form: z.ZodMiniType<string>;
}

export const presenterKeys: SecretKind = { file: 'presenter-keys.json', what: 'presenter key', form: PresenterKey };

/** The text of JSON, which `sign-in/admissions.ts` reads. */
export const signIns: SecretKind = { file: 'sign-ins.json', what: 'sign-in', form: z.string() };

/** For the servers of `publishing/`. */
export const publishTokens: SecretKind = {
  file: 'publishing-tokens.json',
  what: 'publishing token',
  form: PublishToken,
};

interface ServiceSecretsOptions extends SecretKind {
  /** The user's profile. */
  readonly folder: string;
  /** Called when a key is needed, not before: some systems then ask the person for a password. */
  readonly findKeychain: () => Keychain | undefined;
  readonly saving: Saving;
  readonly log: Logger;
}

export class ServiceSecrets {
  readonly #options: ServiceSecretsOptions;
  readonly #path: string;
  #stored: Map<string, StoredSecret> | undefined;
  /** Every connection needs the key again, so it is unsealed only once. */
  readonly #opened = new Map<string, string>();
  readonly #locked = new Set<string>();

  constructor(options: ServiceSecretsOptions) {
    this.#options = options;
    this.#path = join(options.folder, options.file);
  }

  has(origin: string): boolean {
    return this.read(origin) !== null;
  }

  /** Null where there is none, or where it cannot be unsealed now: then the service asks for it. */
  read(origin: string): string | null {
    const opened = this.#opened.get(origin);
    if (opened !== undefined) return opened;
    const stored = this.#all().get(origin);
    if (stored === undefined || this.#locked.has(origin)) return null;
    try {
      const key = this.#unseal(stored);
      this.#opened.set(origin, key);
      return key;
    } catch {
      // It stays in the file: a keychain that is locked today may be open tomorrow.
      this.#locked.add(origin);
      this.#options.log.warn(`the ${this.#options.what} for ${origin} cannot be opened with this system's keychain`);
      return null;
    }
  }

  /** Null removes the key. One that cannot be saved is used all the same. */
  store(origin: string, key: string | null): void {
    const all = this.#all();
    this.#opened.delete(origin);
    this.#locked.delete(origin);
    if (key === null && !all.delete(origin)) return;
    if (key !== null) all.set(origin, this.#seal(key));
    this.#options.saving.save(`${this.#options.what}s`, () => writeJson(this.#path, { keys: Object.fromEntries(all) }));
    this.#options.log.info(`${key === null ? 'removed' : 'stored'} the ${this.#options.what} for ${origin}`);
  }

  #seal(key: string): StoredSecret {
    const keychain = this.#options.findKeychain();
    if (keychain === undefined) return { keptBy: 'file', key };
    return { keptBy: 'keychain', sealed: keychain.seal(key).toString('base64') };
  }

  #unseal(stored: StoredSecret): string {
    if (stored.keptBy === 'file') return this.#options.form.parse(stored.key);
    const keychain = this.#options.findKeychain();
    if (keychain === undefined) throw new Error('no keychain');
    return this.#options.form.parse(keychain.unseal(Buffer.from(stored.sealed, 'base64')));
  }

  #all(): Map<string, StoredSecret> {
    this.#stored ??= new Map(
      Object.entries(readJsonOrMoveAside(this.#path, SecretsFile, this.#options.log)?.keys ?? {}),
    );
    return this.#stored;
  }
}
