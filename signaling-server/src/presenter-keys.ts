/** Who may present here: everybody, or whoever brings one of the keys that the admin has given out. Kept in memory as hashes only. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Presenting } from '@lectern/protocol';
import { ConfigError } from './config.ts';
import type { Log } from './log.ts';
import { keysIn, PRESENTER_KEY, type PresenterKeySource } from './presenter-key-source.ts';

const hash = (key: string): Buffer => createHash('sha256').update(key).digest();

export class PresenterKeys {
  readonly #source: PresenterKeySource;
  readonly #log: Log;
  #hashes: readonly Buffer[] = [];
  #readAt: number | undefined;

  /** Throws where the file cannot be read or holds what is no key: a service that should ask must not stand open. */
  constructor(source: PresenterKeySource, log: Log) {
    this.#source = source;
    this.#log = log;
    if (source.kind === 'list') this.#hashes = source.keys.map(hash);
    if (source.kind !== 'file') return;
    try {
      this.#readFile(source.path);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new ConfigError([`LECTERN_PRESENTER_KEYS: the file cannot be read (${why})`]);
    }
  }

  judge(key: string | undefined): Presenting {
    if (this.#source.kind === 'open') return 'open';
    if (key === undefined || key === '') return 'key-required';
    if (this.#source.kind === 'file') this.#followFile(this.#source.path);
    return this.#holds(key) ? 'admitted' : 'key-refused';
  }

  /** Compares with every key, whichever fits: the time it takes tells nothing. */
  #holds(key: string): boolean {
    const given = hash(key);
    let found = 0;
    for (const known of this.#hashes) found |= Number(timingSafeEqual(known, given));
    return found === 1;
  }

  /** What cannot be read while the service runs changes nothing. */
  #followFile(path: string): void {
    try {
      this.#readFile(path);
    } catch (error) {
      this.#log.warn({ why: error instanceof Error ? error.message : 'unknown' }, 'presenter keys stay as they were');
    }
  }

  #readFile(path: string): void {
    const { mtimeMs } = statSync(path);
    if (mtimeMs === this.#readAt) return;
    // Whatever comes of it: the same damaged file is complained about once.
    this.#readAt = mtimeMs;
    const keys = keysIn(readFileSync(path, 'utf8'));
    const bad = keys.findIndex((key) => !PRESENTER_KEY.test(key));
    if (bad !== -1) throw new ConfigError([`LECTERN_PRESENTER_KEYS: key ${String(bad + 1)} of the file is no key`]);
    this.#hashes = keys.map(hash);
  }
}
