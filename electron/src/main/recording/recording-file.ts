/** One recording's file while it is being written: made anew, only ever appended to, on the disk before it is called written. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { freePath } from './free-name.ts';
import { PART } from '@lectern/bridge';

export class RecordingFile {
  /** Ends in `.part`; the finished file is called the same without it. */
  readonly path: string;
  readonly #handle: FileHandle;
  #bytes = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Under `name`, or with a number where that is taken. Never opens a file that is there. */
  static async create(folder: string, name: string): Promise<RecordingFile> {
    await mkdir(folder, { recursive: true });
    const path = `${await freePath(folder, name, [PART])}${PART}`;
    return new RecordingFile(path, await open(path, 'wx', 0o644));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Returns once the bytes would outlive a power cut. */
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
