/**
 * The subjects that the admin has revoked, in a file, so that a restart does not let them in again.
 * Instances that have the file in common read it again when another one has changed it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import * as z from 'zod/mini';
import type { RevokedStore } from '../door/subjects.ts';
import { CHANGED_FILE_CHECK_MS } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import { replaceText, stateOf } from './changing-file.ts';
import { ConfigError } from './config-error.ts';

export const REVOKED_FILE = 'revoked-subjects.json';
const RevokedFile = z.object({ revoked: z.array(z.string()) });

export class RevokedSubjectsFile implements RevokedStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Throws `ConfigError` where the file cannot be read: otherwise a revoked person could come in.
   */
  read(): readonly string[] {
    try {
      return RevokedFile.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).revoked;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw new ConfigError([
        `${this.#path}: the revoked subjects cannot be read; mend the file, or delete it to admit them`,
      ]);
    }
  }

  write(revoked: readonly string[]): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    replaceText(this.#path, JSON.stringify({ revoked }));
  }

  /**
   * Calls `onChanged` after each change of the file. One that is missing or cannot be read changes
   * nothing.
   */
  watch(clock: Clock, log: Logger, onChanged: (revoked: readonly string[]) => void): void {
    let known = stateOf(this.#path);
    let isFaulty = false;
    const check = (): void => {
      clock.after(CHANGED_FILE_CHECK_MS, check);
      try {
        const state = stateOf(this.#path);
        if (state === undefined || state === known) return;
        const revoked = this.read();
        known = state;
        isFaulty = false;
        onChanged(revoked);
      } catch (error) {
        // It may be half written.
        const reason = error instanceof Error ? error.message : String(error);
        if (!isFaulty) log.warn({ reason }, 'revoked subjects not read: they stay as they were');
        isFaulty = true;
      }
    };
    clock.after(CHANGED_FILE_CHECK_MS, check);
  }
}
