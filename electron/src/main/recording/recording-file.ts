/**
 * The file of one recording while it is written: newly created, only appended to, flushed before a
 * write counts as done.
 */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { PART } from '@lectern/bridge';
import { freePath } from './free-path.ts';

export class RecordingFile {
  /** Ends in `.part`; the finished file has the same name without it. */
  readonly path: string;
  readonly #handle: FileHandle;
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Adds a number where the name is taken. Never opens an existing file. */
  static async create(folder: string, name: string): Promise<RecordingFile> {
    await mkdir(folder, { recursive: true });
    const path = `${await freePath(folder, name, [PART])}${PART}`;
    return new RecordingFile(path, await open(path, 'wx', 0o644));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves once the bytes would survive a power cut. */
  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written);
      written += bytesWritten;
      this.#bytes += bytesWritten;
    }
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
