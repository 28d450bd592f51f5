/**
 * What one link does at Janus: one step after the other, until a step fails or the link is closed.
 */
export class LinkSteps {
  readonly #onFailed: (reason: unknown) => void;
  #last: Promise<void> = Promise.resolve();
  #state: 'open' | 'failed' | 'closed' = 'open';

  /** `onFailed` is called at most once. */
  constructor(onFailed: (reason: unknown) => void) {
    this.#onFailed = onFailed;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  add(step: () => Promise<void>): void {
    this.#last = this.#after(this.#last, step);
  }

  fail(reason: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    this.#onFailed(reason);
  }

  close(): void {
    this.#state = 'closed';
  }

  async #after(before: Promise<void>, step: () => Promise<void>): Promise<void> {
    await before;
    if (this.#state !== 'open') return;
    try {
      await step();
    } catch (error) {
      this.fail(error);
    }
  }
}
