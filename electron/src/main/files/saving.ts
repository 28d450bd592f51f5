/**
 * Saves what must outlive this run. A change takes effect first. Where it cannot be saved, as on a
 * full disk, the app works on with it, the page says so, and it is tried again until it can.
 */
import { Store, type ReadableStore } from '@lectern/state';
import type { SaveProblem } from '@lectern/bridge';
import { reasonOf, type Logger } from '../log/logger.ts';
import { SAVE_RETRY_MS } from '../policy.ts';

/** Saved items, as log lines name them. */
export type Saved =
  | 'settings'
  | 'room key'
  | 'room entries'
  | 'presenter keys'
  | 'sign-ins'
  | 'publishing tokens'
  | 'live note'
  | 'window places'
  | 'list of unfinished recordings';

const fullDisk: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

const whyNot = (error: unknown): SaveProblem['why'] =>
  error instanceof Error && 'code' in error && fullDisk.has(error.code) ? 'disk-full' : 'not-writable';

export class Saving {
  readonly #log: Logger;
  readonly #unsaved = new Map<Saved, () => void>();
  readonly #problem = new Store<SaveProblem | null>(null);
  #why: SaveProblem['why'] = 'disk-full';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Null while everything is saved. */
  get problem(): ReadableStore<SaveProblem | null> {
    return this.#problem;
  }

  /** Never throws. `write` may be called again later, so it writes what is current then. */
  save(what: Saved, write: () => void): void {
    this.#write(what, write);
    this.#publish();
  }

  /** It need not be saved any more. */
  forget(what: Saved): void {
    this.#unsaved.delete(what);
    this.#publish();
  }

  /** A last attempt. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#retry();
  }

  #write(what: Saved, write: () => void): void {
    try {
      write();
      if (this.#unsaved.delete(what)) this.#log.info(`saved the ${what} after all`);
    } catch (error) {
      this.#why = whyNot(error);
      if (!this.#unsaved.has(what)) this.#log.warn(`could not save the ${what}: ${reasonOf(error)}`);
      this.#unsaved.set(what, write);
    }
  }

  readonly #retry = (): void => {
    for (const [what, write] of this.#unsaved) this.#write(what, write);
    this.#publish();
  };

  #publish(): void {
    clearTimeout(this.#timer);
    if (this.#unsaved.size > 0 && !this.#isClosed) this.#timer = setTimeout(this.#retry, SAVE_RETRY_MS);
    const next = this.#found();
    const now = this.#problem.get();
    if (next?.why !== now?.why || next?.lost !== now?.lost) this.#problem.set(next);
  }

  #found(): SaveProblem | null {
    if (this.#unsaved.size === 0) return null;
    return { why: this.#why, lost: this.#unsaved.has('room key') ? 'link' : 'changes' };
  }
}
