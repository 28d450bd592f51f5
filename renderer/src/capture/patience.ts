/** Judges a row of readings: they are in doubt once they have been poor for a while, and out of it at the first good one. */
export class Patience {
  readonly #patienceMs: number;
  #poorSinceMs: number | undefined;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** True from the moment on at which readings have been poor for long enough. */
  judge(isPoor: boolean, nowMs: number): boolean {
    if (!isPoor) this.#poorSinceMs = undefined;
    else this.#poorSinceMs ??= nowMs;
    return this.#poorSinceMs !== undefined && nowMs - this.#poorSinceMs >= this.#patienceMs;
  }
}
