/** A condition that counts only once it has lasted for a while. It ends at once. */
export class LastingCondition {
  readonly #afterMs: number;
  #sinceMs: number | undefined;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Returns whether the condition has now been true for long enough. */
  update(isTrue: boolean, nowMs: number): boolean {
    if (!isTrue) this.#sinceMs = undefined;
    else this.#sinceMs ??= nowMs;
    return this.#sinceMs !== undefined && nowMs - this.#sinceMs >= this.#afterMs;
  }
}
