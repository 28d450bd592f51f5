/**
 * How late the event loop is. While it falls behind, more connections would only make it worse:
 * clients give up and try again before they are served.
 */

const INTERVAL_MS = 50;

export class LoopLag {
  readonly #limitMs: number;
  readonly #timer: NodeJS.Timeout;
  #dueMs = performance.now() + INTERVAL_MS;
  /** How late the last two turns were. */
  #late: readonly [number, number] = [0, 0];

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.#timer = setInterval(() => {
      this.#late = [this.#late[1], this.#nowLateMs()];
      this.#dueMs = performance.now() + INTERVAL_MS;
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Two late turns in a row: one may be a pause of the whole machine. */
  get isBehind(): boolean {
    const now = this.#nowLateMs();
    const latest = now > this.#limitMs ? [this.#late[1], now] : this.#late;
    return latest.every((lateMs) => lateMs > this.#limitMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #nowLateMs(): number {
    return Math.max(0, performance.now() - this.#dueMs);
  }
}
