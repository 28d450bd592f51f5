/**
 * Hands what the recorder gives to the machine: in order, one piece at a time, the next when the last is safe on the disk. What comes
 * meanwhile waits as blobs, which the browser may keep outside of memory.
 */

interface Writing<T> {
  readonly write: (bytes: Uint8Array<ArrayBuffer>) => Promise<T>;
  readonly onWritten: (answer: T) => void;
  /** Called once; nothing is written after it. */
  readonly onFailed: (error: unknown) => void;
}

/** About three minutes of the best picture: a disk that is so far behind does not catch up. */
const MOST_WAITING_BYTES = 120_000_000;
/** A piece crosses to the machine in memory; a page that was held up for long sends several. */
const MOST_PIECE_BYTES = 16_000_000;

export class WriteQueue<T> {
  readonly #writing: Writing<T>;
  #waiting: Blob[] = [];
  #waitingBytes = 0;
  /** The run that empties the queue; resolved while there is nothing to do. */
  #run: Promise<void> = Promise.resolve();
  #state: 'resting' | 'writing' | 'failed' = 'resting';

  constructor(writing: Writing<T>) {
    this.#writing = writing;
  }

  push(blob: Blob): void {
    if (this.#state === 'failed' || blob.size === 0) return;
    this.#waiting.push(blob);
    this.#waitingBytes += blob.size;
    if (this.#waitingBytes > MOST_WAITING_BYTES) this.#fail(new Error('The disk is too slow for a recording.'));
    else if (this.#state === 'resting') this.#run = this.#empty();
  }

  /** Resolves once all is written, or never will be. */
  async drained(): Promise<void> {
    await this.#run;
  }

  async #empty(): Promise<void> {
    this.#state = 'writing';
    try {
      for (let piece = this.#takePiece(); piece; piece = this.#takePiece()) {
        const answer = await this.#writing.write(new Uint8Array(await piece.arrayBuffer()));
        this.#writing.onWritten(answer);
      }
      if (this.#state === 'writing') this.#state = 'resting';
    } catch (error) {
      this.#fail(error);
    }
  }

  /** All that waits up to the cap, as one. */
  #takePiece(): Blob | undefined {
    const taken: Blob[] = [];
    let bytes = 0;
    for (const blob of this.#waiting) {
      if (taken.length > 0 && bytes + blob.size > MOST_PIECE_BYTES) break;
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
    this.#writing.onFailed(error);
  }
}
