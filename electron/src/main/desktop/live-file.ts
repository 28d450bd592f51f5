/** The note of being live, on disk while it is true: what an app that was killed finds when it starts again. */
import { join } from 'node:path';
import type { LiveStatus } from '@lectern/bridge';
import { LiveNote, returnFrom, type NotedReturn } from './crash-return.ts';
import type { Follower } from './live-status.ts';
import { readSmallFile, removeSmallFile, writeSmallFile } from './small-file.ts';

/** How much of the ten minutes a note may be off by. */
const RENEW_MS = 20_000;

interface LiveFileOptions {
  readonly folder: string;
  readonly identify: () => { readonly service: string; readonly roomId: string };
  readonly log: (message: string) => void;
}

export class LiveFile implements Follower {
  readonly #options: LiveFileOptions;
  readonly #path: string;
  #returnedMs: readonly number[] = [];
  #renewal: NodeJS.Timeout | undefined;

  constructor(options: LiveFileOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'live.json');
  }

  /** What the last run has left, if it is to be gone back to. */
  takeReturn(nowMs: number): NotedReturn | null {
    const { identify, log } = this.#options;
    const note = readSmallFile(this.#path, LiveNote, log);
    const back = note === undefined ? null : returnFrom(note, { nowMs, ...identify() });
    if (back === null) removeSmallFile(this.#path);
    else this.#returnedMs = back.returnedMs;
    return back;
  }

  follow(now: LiveStatus, before: LiveStatus): void {
    const { air } = now.report;
    if (air === before.report.air) return;
    clearInterval(this.#renewal);
    if (air === 'off') this.remove();
    else {
      const { sinceMs } = now;
      const note = (): void => this.#write(air, sinceMs ?? Date.now());
      note();
      this.#renewal = setInterval(note, RENEW_MS);
    }
  }

  /** The app ends as it should. */
  remove(): void {
    clearInterval(this.#renewal);
    removeSmallFile(this.#path);
    this.#returnedMs = [];
  }

  #write(air: LiveNote['air'], sinceMs: number): void {
    const { identify, log } = this.#options;
    const note: LiveNote = { ...identify(), air, sinceMs, seenMs: Date.now(), returnedMs: [...this.#returnedMs] };
    try {
      writeSmallFile(this.#path, note);
    } catch (error) {
      // A full disk must not end a broadcast; only the way back after a crash is lost.
      log(`being live could not be noted: ${error instanceof Error ? error.message : 'for an unknown reason'}`);
    }
  }
}
