/**
 * The recordings of this app: at most one that is written, any number that are finished, and those
 * that an earlier run left.
 */
import { dirname } from 'node:path';
import { recordingName, type RecordingProgress, type SavedRecording } from '@lectern/bridge';
import { ShowableError } from '../bridge/showable-error.ts';
import { reasonOf } from '../log/logger.ts';
import { recordingWords } from '../words.ts';
import { hasRoomToRecord, readFreeBytes, startTrouble, tooLittleSpace, writeTrouble } from './disk-space.ts';
import { finishRecording, type FinishOptions } from './finish-recording.ts';
import { exists } from './free-path.ts';
import { RecordingFile } from './recording-file.ts';
import type { UnfinishedList } from './unfinished-list.ts';

interface RecordingsOptions extends FinishOptions {
  /** Where new recordings go. Called at each start of one, since the setting can change. */
  readonly folder: () => string;
  readonly unfinished: UnfinishedList;
}

export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #saved = new Set<string>();
  readonly #finishing = new Set<Promise<unknown>>();
  #file: RecordingFile | undefined;
  #interrupted: SavedRecording[] = [];
  #onClosed: (() => void)[] = [];
  /** The calls that use the file run one at a time, in their order. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Whether a file is being written. */
  get isOpen(): boolean {
    return this.#file !== undefined;
  }

  get isBusy(): boolean {
    return this.isOpen || this.#finishing.size > 0;
  }

  /** Whether this run has saved it: the page can have nothing else shown. */
  isSaved(path: string): boolean {
    return this.#saved.has(path);
  }

  start(title: string): Promise<RecordingProgress> {
    return this.#inTurn(async () => {
      if (this.#file !== undefined) throw new ShowableError(recordingWords.running);
      const folder = this.#options.folder();
      try {
        this.#file = await RecordingFile.create(folder, recordingName(title, new Date()));
      } catch (error) {
        this.#options.log.error(`no recording could start: ${reasonOf(error)}`);
        throw new ShowableError(startTrouble(error, folder));
      }
      this.#options.unfinished.add(this.#file.path);
      this.#options.log.info('recording started');
      const freeBytes = await readFreeBytes(folder);
      if (freeBytes === null || hasRoomToRecord(freeBytes)) return { bytes: 0, freeBytes };
      await this.#finish(this.#file);
      throw new ShowableError(tooLittleSpace(folder, freeBytes));
    });
  }

  write(bytes: Uint8Array): Promise<RecordingProgress> {
    return this.#inTurn(async () => {
      const file = this.#file;
      if (file === undefined) throw new ShowableError(recordingWords.notRunning);
      try {
        await file.append(bytes);
      } catch (error) {
        this.#options.log.error(`the recording cannot continue: ${reasonOf(error)}`);
        throw new ShowableError(writeTrouble(error));
      }
      const freeBytes = await readFreeBytes(dirname(file.path));
      if (!hasRoomToRecord(freeBytes)) throw new ShowableError(recordingWords.diskFull);
      return { bytes: file.bytes, freeBytes };
    });
  }

  /** Null where nothing was recorded. */
  async finish(): Promise<SavedRecording | null> {
    // Only the closing waits for its turn: the next recording need not wait until this one is
    // seekable.
    const finished = await this.#inTurn(async () => {
      if (this.#file === undefined) throw new ShowableError(recordingWords.notRunning);
      return { done: this.#finish(this.#file) };
    });
    try {
      return await finished.done;
    } catch (error) {
      this.#options.log.error(`the recording stays unfinished: ${reasonOf(error)}`);
      throw new ShowableError(recordingWords.unfinished);
    }
  }

  /** For a page that is gone: what it had sent is saved, and the next page can claim it. */
  async abandon(): Promise<void> {
    if (this.#file === undefined) return;
    const saved = await this.finish();
    if (saved !== null) this.#interrupted.push(saved);
  }

  /** Finishes what an earlier run left. */
  recover(): Promise<void> {
    return this.#track(
      (async () => {
        for (const path of this.#options.unfinished.paths) await this.#recoverOne(path);
      })(),
    );
  }

  /** Returns each only once, after waiting for those that are being finished. */
  async claimInterrupted(): Promise<readonly SavedRecording[]> {
    await this.settle();
    const claimed = this.#interrupted;
    this.#interrupted = [];
    return claimed;
  }

  /** Resolves once nothing is being finished. */
  async settle(): Promise<void> {
    while (this.#finishing.size > 0) await Promise.allSettled(this.#finishing);
  }

  /** Calls the listener once, when the file that is being written is closed. */
  onceClosed(listener: () => void): void {
    this.#onClosed.push(listener);
  }

  #finish(file: RecordingFile): Promise<SavedRecording | null> {
    this.#file = undefined;
    for (const listener of this.#onClosed.splice(0)) listener();
    return this.#track(
      (async () => {
        // Fails where the disk is gone. It counts only whether the file can be reached again.
        await file.close().catch((error: unknown) => this.#options.log.warn(`could not close: ${reasonOf(error)}`));
        return this.#complete(file.path);
      })(),
    );
  }

  async #complete(part: string): Promise<SavedRecording | null> {
    const saved = await finishRecording(part, this.#options);
    this.#options.unfinished.remove(part);
    if (saved === null) this.#options.log.info('a recording without content was removed');
    else {
      this.#saved.add(saved.path);
      this.#options.log.info(`recording saved${saved.seekable ? '' : ', not seekable'}`);
    }
    return saved;
  }

  /** A file that cannot be reached, for example on an unplugged disk, waits for another start. */
  async #recoverOne(part: string): Promise<void> {
    const { unfinished, log } = this.#options;
    try {
      // The person has moved, deleted or renamed it.
      if (!(await exists(part)) && (await exists(dirname(part)))) return unfinished.remove(part);
      const saved = await this.#complete(part);
      if (saved !== null) this.#interrupted.push(saved);
    } catch (error) {
      log.warn(`an unfinished recording could not be finished: ${reasonOf(error)}`);
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
    // The caller gets the rejection; the next act only waits for the end.
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
