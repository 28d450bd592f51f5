/**
 * Where the admin keeps presenter keys: in the setting, or in a file that may change while the
 * service runs.
 */
import { readFileSync, statSync } from 'node:fs';
import type { Logger } from 'pino';
import { hashPresenterKey, type PresenterKeySource } from '../door/presenter-keys.ts';
import { ConfigError } from './config-error.ts';
import { looksWeak } from './weak-secret.ts';

/** `open`: presenting needs no key. */
export type PresenterKeySetting =
  | { readonly kind: 'open' }
  | { readonly kind: 'list'; readonly keys: readonly string[] }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Long enough not to be guessed, in characters that need no escaping in an address, a header or a
 * list with commas.
 */
const FORM = /^[\w-]{20,256}$/;

export const isPresenterKey = (key: string): boolean => FORM.test(key) && !looksWeak(key);

/** The keys of a file: the first word of each line; `#` begins a comment. */
export function keysIn(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s/, 1)[0] ?? '')
    .filter((word) => word !== '' && !word.startsWith('#'));
}

/**
 * Throws `ConfigError` when the file cannot be read or has a bad key: a service that wants keys
 * must not start without them.
 */
export function presenterKeySource(setting: PresenterKeySetting, log: Logger): PresenterKeySource {
  if (setting.kind === 'open') return () => 'open';
  if (setting.kind === 'list') {
    const hashes = setting.keys.map(hashPresenterKey);
    return () => hashes;
  }
  const file = new KeyFile(setting.path);
  try {
    file.refresh();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`LECTERN_PRESENTER_KEYS: the file cannot be read (${reasonOf(error)})`]);
  }
  let reported: string | undefined;
  return () => {
    try {
      file.refresh();
      reported = undefined;
    } catch (error) {
      // Tried again at the next connection, so the same reason is logged once.
      const reason = reasonOf(error);
      if (reason !== reported) log.warn({ reason }, 'presenter key file not read: the keys stay as they were');
      reported = reason;
    }
    return file.hashes;
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Read again when its modification time has changed, and until it can be read. */
class KeyFile {
  readonly #path: string;
  #readAtMs: number | undefined;
  hashes: readonly Buffer[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  refresh(): void {
    const { mtimeMs } = statSync(this.#path);
    if (mtimeMs === this.#readAtMs) return;
    const keys = keysIn(readFileSync(this.#path, 'utf8'));
    const bad = keys.findIndex((key) => !isPresenterKey(key));
    if (bad !== -1) throw new ConfigError([`LECTERN_PRESENTER_KEYS: key ${String(bad + 1)} of the file is not valid`]);
    this.hashes = keys.map(hashPresenterKey);
    this.#readAtMs = mtimeMs;
  }
}
