/** A count that grows while something flows, read without an event for each packet. */

export class Flow {
  readonly #nowMs: () => number;
  readonly #perSecond: number;
  #counted = 0;
  #sinceMs: number | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number, perSecond: number) {
    this.#nowMs = nowMs;
    this.#perSecond = perSecond;
  }

  set(isFlowing: boolean): void {
    if (isFlowing === (this.#sinceMs !== undefined)) return;
    const nowMs = this.#nowMs();
    if (isFlowing) {
      this.#sinceMs = nowMs;
      return;
    }
    this.#counted = this.#exact;
    this.#lastMs = nowMs;
    this.#sinceMs = undefined;
  }

  get isFlowing(): boolean {
    return this.#sinceMs !== undefined;
  }

  get count(): number {
    return Math.floor(this.#exact);
  }

  /** When something last came. */
  get lastMs(): number {
    return this.isFlowing ? this.#nowMs() : this.#lastMs;
  }

  get #exact(): number {
    if (this.#sinceMs === undefined) return this.#counted;
    return this.#counted + ((this.#nowMs() - this.#sinceMs) * this.#perSecond) / 1_000;
  }
}
