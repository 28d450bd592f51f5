/**
 * Which recordings have begun and are not finished, kept in the profile: after a crash the next start finds them there, wherever the
 * setting has pointed since, and never takes a file that another profile is just writing.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';
import { moveAside } from '../move-aside.ts';
import { PART } from '@lectern/bridge';

const isPart = (path: string): boolean => isAbsolute(path) && path.endsWith(PART);
const Paths = z.array(z.string().check(z.refine(isPart, 'Not the path of an unfinished recording')));

export class UnfinishedList {
  readonly #path: string;
  readonly #log: (message: string) => void;
  #paths: readonly string[] = [];

  /** A list that cannot be read is moved aside. */
  constructor(folder: string, log: (message: string) => void) {
    this.#path = join(folder, 'unfinished-recordings.json');
    this.#log = log;
    if (!existsSync(this.#path)) return;
    try {
      this.#paths = Paths.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      log(`the list of unfinished recordings could not be read; it is kept as ${moveAside(this.#path)}`);
    }
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  add(path: string): void {
    this.#keep([...this.#paths, path]);
  }

  remove(path: string): void {
    this.#keep(this.#paths.filter((kept) => kept !== path));
  }

  #keep(paths: readonly string[]): void {
    this.#paths = paths;
    try {
      // Written beside and renamed: a crash leaves the old list or the new one.
      writeFileSync(`${this.#path}.new`, JSON.stringify(paths), { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch {
      // A profile that cannot be written costs the recovery after a crash, not the recording.
      this.#log('the list of unfinished recordings could not be written');
    }
  }
}
