/** Keeps the live note on disk while live: an app that was killed finds it at its next start. */
import { join } from 'node:path';
import type { LiveStatus } from '@lectern/bridge';
import { readReplaceableJson, removeFile, writeJson } from '../files/json-file.ts';
import type { Saving } from '../files/saving.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { LIVE_NOTE_INTERVAL_MS } from '../policy.ts';
import { comebackFrom, LiveNote, type Comeback } from './comeback.ts';

export interface LiveFileOptions {
  readonly folder: string;
  /** The service and the room in use. */
  readonly identify: () => { readonly service: string; readonly roomId: string };
  readonly saving: Saving;
  readonly log: Logger;
}

export class LiveFile {
  readonly #options: LiveFileOptions;
  readonly #path: string;
  #returnedMs: readonly number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LiveFileOptions) {
    this.#options = options;
    this.#path = join(options.folder, 'live.json');
  }

  /** What the last run left to go back to. A note that is of no use is removed. */
  read(nowMs: number): Comeback | null {
    const { identify, log } = this.#options;
    const note = readReplaceableJson(this.#path, LiveNote, log);
    const comeback = note === undefined ? null : comebackFrom(note, { nowMs, ...identify() });
    if (comeback === null) this.remove();
    else this.#returnedMs = comeback.returnedMs;
    return comeback;
  }

  onLive(now: LiveStatus, before: LiveStatus): void {
    const { air } = now.report;
    if (air === before.report.air) return;
    clearInterval(this.#timer);
    if (air === 'off') this.remove();
    else {
      const sinceMs = now.sinceMs ?? Date.now();
      this.#write(air, sinceMs);
      this.#timer = setInterval(() => this.#write(air, sinceMs), LIVE_NOTE_INTERVAL_MS);
    }
  }

  /** For an app that ends normally. */
  remove(): void {
    clearInterval(this.#timer);
    this.#options.saving.forget('live note');
    this.#returnedMs = [];
    try {
      removeFile(this.#path);
    } catch (error) {
      // As on a disk that has become read-only. The next start then offers to go live again.
      this.#options.log.warn(`could not remove the live note: ${reasonOf(error)}`);
    }
  }

  #write(air: LiveNote['air'], sinceMs: number): void {
    const { identify, saving } = this.#options;
    const note = (): LiveNote => ({
      ...identify(),
      air,
      sinceMs,
      seenMs: Date.now(),
      returnedMs: [...this.#returnedMs],
    });
    // Where this fails, the broadcast goes on; only the way back after a crash is lost.
    saving.save('live note', () => writeJson(this.#path, note()));
  }
}
