/**
 * The presenter keys that are valid now: those of the setting, or of a file, which the admin may
 * change while the service runs.
 */
import type { Logger } from 'pino';
import { hashPresenterKey } from '../door/presenter-keys.ts';
import { CHANGED_FILE_CHECK_MS } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { PresenterIdentity, Quota } from '../room/presenter-identity.ts';
import { CommandError } from './command.ts';
import { stateOf } from './changing-file.ts';
import { addKey, createKeyFile, readKeyFile, removeKey } from './key-file.ts';
import { knownKey, type KnownKey } from './key-lines.ts';
import type { PresenterKeySetting } from './presenting-setting.ts';

export interface KeyringOptions {
  readonly clock: Clock;
  readonly log: Logger;
  /** A key was revoked, by a command or by a change of the file. */
  readonly onRevoked: (identity: PresenterIdentity) => void;
}

export class Keyring {
  readonly #setting: PresenterKeySetting;
  readonly #options: KeyringOptions;
  #keys: readonly KnownKey[];
  #state: string | undefined;
  /** A state of the file in which keys are missing, seen once by the timer. */
  #doubted: string | undefined;
  /** Why the file could not be read last time. */
  #fault: string | undefined;

  /**
   * Throws `ConfigError` when the file cannot be read or has a bad line: a service that wants keys
   * must not start without them.
   */
  constructor(setting: PresenterKeySetting, options: KeyringOptions) {
    this.#setting = setting;
    this.#options = options;
    if (setting.kind === 'list') {
      this.#keys = setting.keys.map((key) => knownKey(hashPresenterKey(key), ''));
      return;
    }
    if (setting.isOwn) createKeyFile(setting.path);
    // Before it is read, so that a change meanwhile is not missed. A missing file is reported by
    // reading it.
    this.#state = stateOf(setting.path);
    this.#keys = readKeyFile(setting.path);
    if (this.#keys.length === 0) options.log.warn('there is no presenter key yet: `lectern keys add NAME` makes one');
    this.#checkLater();
  }

  get keys(): readonly KnownKey[] {
    this.#refresh('asked');
    return this.#keys;
  }

  /** Returns the key itself, which is kept nowhere. Throws `ConfigError` as `addKey` does. */
  add(name: string, quota: Quota): string {
    const [secret] = this.#change((path) => addKey(path, { name, quota }));
    return secret;
  }

  /**
   * `named`: the name of one key, or its id. Throws `CommandError` when that is not exactly one
   * key.
   */
  revoke(named: string): KnownKey {
    const found = this.keys.filter(({ id, name }) => id === named || name === named);
    const [key] = found;
    if (key === undefined) throw new CommandError(`There is no key “${named}”. \`lectern keys list\` names them.`);
    if (found.length > 1) {
      throw new CommandError(`${String(found.length)} keys are named “${named}”. Name one by its id: ${idsOf(found)}`);
    }
    this.#change((path) => removeKey(path, key.id));
    return key;
  }

  #change<T>(change: (path: string) => T): T {
    if (this.#setting.kind === 'list') {
      throw new CommandError('The keys are in LECTERN_PRESENTER_KEYS: change them there, and restart the service.');
    }
    const { path } = this.#setting;
    try {
      return change(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new CommandError(`The key file cannot be changed (${error.message}).`);
    } finally {
      this.#refresh('changed');
    }
  }

  #checkLater(): void {
    this.#options.clock.after(CHANGED_FILE_CHECK_MS, () => {
      this.#checkLater();
      this.#refresh('timer');
    });
  }

  /**
   * `changed`: by this service. An editor may empty the file before it writes it: a key that
   * somebody else took out is revoked only when the file is the same at the timer's next check.
   */
  #refresh(why: 'asked' | 'changed' | 'timer'): void {
    if (this.#setting.kind === 'list') return;
    const { path } = this.#setting;
    try {
      const state = stateOf(path);
      if (state !== undefined && state === this.#state) return;
      const keys = readKeyFile(path);
      this.#fault = undefined;
      const isCertain = why === 'changed' || (why === 'timer' && state === this.#doubted);
      if (this.#lostIn(keys).length > 0 && !isCertain) {
        if (why === 'timer') this.#doubted = state;
        return;
      }
      this.#state = state;
      this.#replaceKeys(keys);
    } catch (error) {
      // Tried again soon, so the same reason is logged once.
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#fault) this.#options.log.warn({ reason }, 'presenter keys not read: they stay as they were');
      this.#fault = reason;
      this.#state = undefined;
    }
  }

  #lostIn(keys: readonly KnownKey[]): readonly KnownKey[] {
    return this.#keys.filter((key) => keys.every(({ id }) => id !== key.id));
  }

  #replaceKeys(keys: readonly KnownKey[]): void {
    const { log, onRevoked } = this.#options;
    const before = this.#keys;
    const lost = this.#lostIn(keys);
    this.#keys = keys;
    for (const { id, name } of keys) {
      if (before.every((known) => known.id !== id)) log.info({ presenter: name, identity: id }, 'presenter key added');
    }
    for (const key of lost) onRevoked(key);
  }
}

const idsOf = (keys: readonly KnownKey[]): string => keys.map(({ id }) => id).join(', ');
