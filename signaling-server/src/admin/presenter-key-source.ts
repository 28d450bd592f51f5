/** The presenter keys that are valid now: those of the setting, or of a file as it is now. */
import type { Logger } from 'pino';
import { hashPresenterKey, type PresenterKeySource } from '../door/presenter-keys.ts';
import { createKeyFile, readKeyFile, stateOf } from './key-file.ts';
import { knownKey, type KnownKey } from './key-lines.ts';
import type { PresenterKeySetting } from './presenting-setting.ts';

/**
 * Throws `ConfigError` when the file cannot be read or has a bad key: a service that wants keys
 * must not start without them.
 */
export function presenterKeySource(setting: PresenterKeySetting, log: Logger): PresenterKeySource {
  if (setting.kind === 'list') {
    const keys = setting.keys.map((key) => knownKey(hashPresenterKey(key), ''));
    return () => keys;
  }
  if (setting.isOwn) createKeyFile(setting.path);
  const file = new KeyFile(setting.path);
  file.refresh();
  let reported: string | undefined;
  return () => {
    try {
      file.refresh();
      reported = undefined;
    } catch (error) {
      // Tried again at the next connection, so the same reason is logged once.
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== reported) log.warn({ reason }, 'presenter key file not read: the keys stay as they were');
      reported = reason;
    }
    return file.keys;
  };
}

/** Read again when it has changed, and until it can be read. */
class KeyFile {
  readonly #path: string;
  #state: string | undefined;
  keys: readonly KnownKey[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  refresh(): void {
    const state = this.#state === undefined ? undefined : stateOf(this.#path);
    if (state !== undefined && state === this.#state) return;
    this.keys = readKeyFile(this.#path);
    this.#state = state ?? stateOf(this.#path);
  }
}
