/**
 * Passes the recorder's data to the machine in order, one piece at a time. The next piece is sent
 * once the last one is on the disk. Meanwhile data waits as blobs, which the browser may keep
 * outside of memory.
 */

interface WriteQueueOptions<T> {
  /** Resolves once the bytes are on the disk. */
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>;
  readonly onWritten: (answer: T) => void;
  /** Called at most once. Nothing is written after it. */
  readonly onFailed: (error: unknown) => void;
}

/** About three minutes of the best quality. A disk that is this far behind will not catch up. */
const MAX_WAITING_BYTES = 120_000_000;
/** A piece is copied to the machine in memory, so a long backlog is sent in several pieces. */
const MAX_PIECE_BYTES = 16_000_000;

/** The disk is so far behind that the queue has given up. */
export class DiskTooSlowError extends Error {}

export class WriteQueue<T> {
  readonly #options: WriteQueueOptions<T>;
  #waiting: Blob[] = [];
  #waitingBytes = 0;
  /** The run that empties the queue; resolved while the queue is idle. */
  #run: Promise<void> = Promise.resolve();
  #state: 'idle' | 'writing' | 'failed' = 'idle';

  constructor(options: WriteQueueOptions<T>) {
    this.#options = options;
  }

  push(blob: Blob): void {
    if (this.#state === 'failed' || blob.size === 0) return;
    this.#waiting.push(blob);
    this.#waitingBytes += blob.size;
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#fail(new DiskTooSlowError());
    else if (this.#state === 'idle') this.#run = this.#empty();
  }

  /** Resolves once everything is written, or writing has failed. Never rejects. */
  async drained(): Promise<void> {
    await this.#run;
  }

  async #empty(): Promise<void> {
    this.#state = 'writing';
    try {
      for (let piece = this.#nextPiece(); piece; piece = this.#nextPiece()) {
        const answer = await this.#options.write(new Uint8Array(await piece.arrayBuffer()));
        this.#options.onWritten(answer);
      }
      if (this.#state === 'writing') this.#state = 'idle';
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Removes all waiting data up to `MAX_PIECE_BYTES`, as one blob. */
  #nextPiece(): Blob | undefined {
    const taken: Blob[] = [];
    let bytes = 0;
    for (const blob of this.#waiting) {
      if (taken.length > 0 && bytes + blob.size > MAX_PIECE_BYTES) break;
      taken.push(blob);
      bytes += blob.size;
    }
    this.#waiting = this.#waiting.slice(taken.length);
    this.#waitingBytes -= bytes;
    return taken.length > 0 ? new Blob(taken) : undefined;
  }

  #fail(error: unknown): void {
    if (this.#state === 'failed') return;
    this.#state = 'failed';
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#options.onFailed(error);
  }
}
