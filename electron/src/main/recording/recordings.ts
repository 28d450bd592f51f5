/** The recordings of this app: at most one being written, any number being finished, and those that an earlier run left behind. */
import { dirname } from 'node:path';
import { recordingName, type KeptRecording, type RecordingProgress } from '@lectern/bridge';
import { ShowableError } from '../showable-error.ts';
import { diskFull, hasRoomToRecord, readFreeBytes, startTrouble, tooLittleSpace, writeTrouble } from './disk-space.ts';
import { finishRecording, type Finishing } from './finish-recording.ts';
import { isThere } from './free-name.ts';
import { RecordingFile } from './recording-file.ts';
import type { UnfinishedList } from './unfinished-list.ts';

interface Surroundings extends Finishing {
  /** Where new recordings go: asked at each start, since the setting may change. */
  readonly folder: () => string;
  readonly unfinished: UnfinishedList;
}

const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class Recordings {
  readonly #surroundings: Surroundings;
  readonly #kept = new Set<string>();
  readonly #finishing = new Set<Promise<unknown>>();
  #file: RecordingFile | undefined;
  #interrupted: KeptRecording[] = [];
  #onClosed: (() => void)[] = [];
  /** Calls touch the file one after the other, in the order in which they came. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Whether a file is being written just now. */
  get isOpen(): boolean {
    return this.#file !== undefined;
  }

  get isBusy(): boolean {
    return this.isOpen || this.#finishing.size > 0;
  }

  /** Of this run, so that the page can have nothing else shown. */
  isKept(path: string): boolean {
    return this.#kept.has(path);
  }

  start(title: string): Promise<RecordingProgress> {
    return this.#inTurn(async () => {
      if (this.#file !== undefined) throw new ShowableError('A recording is running already.');
      const folder = this.#surroundings.folder();
      try {
        this.#file = await RecordingFile.create(folder, recordingName(title, new Date()));
      } catch (error) {
        this.#surroundings.log(`no recording could begin: ${explain(error)}`);
        throw new ShowableError(startTrouble(error, folder));
      }
      this.#surroundings.unfinished.add(this.#file.path);
      const freeBytes = await readFreeBytes(folder);
      if (freeBytes === null || hasRoomToRecord(freeBytes)) return { bytes: 0, freeBytes };
      await this.#finish(this.#file);
      throw new ShowableError(tooLittleSpace(folder, freeBytes));
    });
  }

  write(bytes: Uint8Array): Promise<RecordingProgress> {
    return this.#inTurn(async () => {
      const file = this.#file;
      if (file === undefined) throw new ShowableError('Nothing is being recorded.');
      try {
        await file.append(bytes);
      } catch (error) {
        this.#surroundings.log(`the recording cannot go on: ${explain(error)}`);
        throw new ShowableError(writeTrouble(error));
      }
      const freeBytes = await readFreeBytes(dirname(file.path));
      if (!hasRoomToRecord(freeBytes)) throw new ShowableError(diskFull);
      return { bytes: file.bytes, freeBytes };
    });
  }

  /** Null where nothing had been recorded. */
  async finish(): Promise<KeptRecording | null> {
    // The next recording need not wait until this one is seekable, so only the closing takes its turn.
    const finished = await this.#inTurn(async () => {
      if (this.#file === undefined) throw new ShowableError('Nothing is being recorded.');
      return { done: this.#finish(this.#file) };
    });
    try {
      return await finished.done;
    } catch (error) {
      this.#surroundings.log(`the recording stays unfinished: ${explain(error)}`);
      throw new ShowableError('The recording stays unfinished on the disk. Lectern finishes it at its next start.');
    }
  }

  /** The page that recorded is gone: what it had sent is kept, and told to the next one. */
  async abandon(): Promise<void> {
    if (this.#file === undefined) return;
    const kept = await this.finish();
    if (kept !== null) this.#interrupted.push(kept);
  }

  /** Finishes what an earlier run left. */
  recover(): Promise<void> {
    return this.#track(
      (async () => {
        for (const path of this.#surroundings.unfinished.paths) await this.#recoverOne(path);
      })(),
    );
  }

  /** Each is given once; waits for those that are being finished. */
  async takeInterrupted(): Promise<readonly KeptRecording[]> {
    await this.settle();
    const taken = this.#interrupted;
    this.#interrupted = [];
    return taken;
  }

  /** Until nothing is being finished. */
  async settle(): Promise<void> {
    while (this.#finishing.size > 0) await Promise.allSettled(this.#finishing);
  }

  /** Calls back once when the file that is being written is closed, finished or not. */
  onceClosed(listener: () => void): void {
    this.#onClosed.push(listener);
  }

  #finish(file: RecordingFile): Promise<KeptRecording | null> {
    this.#file = undefined;
    for (const listener of this.#onClosed.splice(0)) listener();
    return this.#track(
      (async () => {
        // A disk that is gone refuses this too; what counts then is whether the file can be reached again.
        await file.close().catch((error: unknown) => this.#surroundings.log(explain(error)));
        return this.#complete(file.path);
      })(),
    );
  }

  async #complete(part: string): Promise<KeptRecording | null> {
    const kept = await finishRecording(part, this.#surroundings);
    this.#surroundings.unfinished.remove(part);
    if (kept !== null) this.#kept.add(kept.path);
    return kept;
  }

  /** What cannot be reached just now, such as on a disk that is unplugged, waits for another start. */
  async #recoverOne(part: string): Promise<void> {
    const { unfinished, log } = this.#surroundings;
    try {
      // The person has taken it away, or made it a recording by hand.
      if (!(await isThere(part)) && (await isThere(dirname(part)))) return unfinished.remove(part);
      const kept = await this.#complete(part);
      if (kept !== null) this.#interrupted.push(kept);
    } catch (error) {
      log(`an unfinished recording could not be finished: ${explain(error)}`);
    }
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#finishing.add(work);
    try {
      return await work;
    } finally {
      this.#finishing.delete(work);
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {});
    return done;
  }
}
