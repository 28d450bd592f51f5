/**
 * How late the event loop is. While it falls behind, more connections would only make it worse:
 * clients give up and try again before they are served.
 */

const INTERVAL_MS = 50;

export class LoopLag {
  readonly #timer: NodeJS.Timeout;
  #dueMs = performance.now() + INTERVAL_MS;
  /** How late the last two turns were. */
  #late: readonly [number, number] = [0, 0];

  /** `onTurn` is called with the lateness of each turn, twenty times a second. */
  constructor(onTurn: (lateMs: number) => void) {
    this.#timer = setInterval(() => {
      const lateMs = this.#nowLateMs();
      this.#late = [this.#late[1], lateMs];
      this.#dueMs = performance.now() + INTERVAL_MS;
      onTurn(lateMs);
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** By how much two turns in a row are late: one may be a pause of the whole machine. */
  get behindMs(): number {
    const [before, last] = this.#late;
    return Math.max(Math.min(before, last), Math.min(last, this.#nowLateMs()));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #nowLateMs(): number {
    return Math.max(0, performance.now() - this.#dueMs);
  }
}
