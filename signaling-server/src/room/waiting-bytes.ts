/**
 * Counts the bytes that wait in this service for clients that are away or read slowly, over all
 * rooms and connections.
 */

/** Something that may hold bytes for a client. */
interface Holder {
  readonly bytes: number;
}

/** How long a count is good for. */
const COUNTED_FOR_MS = 100;

export class WaitingBytes {
  readonly #max: number;
  /** Those that may hold some: of ten thousand connections, very few. */
  readonly #holders = new Set<Holder>();
  #counted = 0;
  #countedAtMs = -Infinity;

  constructor(max: number) {
    this.#max = max;
  }

  /** The holder has got more bytes. It is counted until it holds none. */
  add(holder: Holder): void {
    this.#holders.add(holder);
  }

  remove(holder: Holder): void {
    this.#holders.delete(holder);
  }

  get total(): number {
    let total = 0;
    for (const holder of this.#holders) {
      const { bytes } = holder;
      if (bytes === 0) this.#holders.delete(holder);
      total += bytes;
    }
    return total;
  }

  /**
   * Nothing more is kept for absent clients then, and no new watcher is admitted. At most
   * `COUNTED_FOR_MS` old.
   */
  get isFull(): boolean {
    const nowMs = performance.now();
    if (nowMs - this.#countedAtMs >= COUNTED_FOR_MS) {
      this.#countedAtMs = nowMs;
      this.#counted = this.total;
    }
    return this.#counted >= this.#max;
  }
}
