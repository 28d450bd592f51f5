/**
 * The recordings that have begun and are not finished, in a file of the profile. After a crash the
 * next start finds them there, also where the folder has been changed since, and never touches a
 * file that another profile writes.
 */
import { isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';
import { PART } from '@lectern/bridge';
import { readJsonOrMoveAside, writeJson } from '../files/json-file.ts';
import type { Saving } from '../files/saving.ts';
import type { Logger } from '../log/logger.ts';

const isPart = (path: string): boolean => isAbsolute(path) && path.endsWith(PART);
const Paths = z.array(z.string().check(z.refine(isPart, 'Not the path of an unfinished recording')));

export class UnfinishedList {
  readonly #path: string;
  readonly #saving: Saving;
  #paths: readonly string[];

  constructor(folder: string, saving: Saving, log: Logger) {
    this.#path = join(folder, 'unfinished-recordings.json');
    this.#saving = saving;
    this.#paths = readJsonOrMoveAside(this.#path, Paths, log) ?? [];
  }

  get paths(): readonly string[] {
    return this.#paths;
  }

  add(path: string): void {
    this.#save([...this.#paths, path]);
  }

  remove(path: string): void {
    this.#save(this.#paths.filter((listed) => listed !== path));
  }

  #save(paths: readonly string[]): void {
    this.#paths = paths;
    // Where this fails, the recording goes on; only its recovery after a crash is lost.
    this.#saving.save('list of unfinished recordings', () => writeJson(this.#path, this.#paths));
  }
}
