/** The current connection to the service may be half-open. */
import { GIVE_UP_SILENT_MS } from './policy.ts';

export class Doubt {
  /** Resolves once the connection is known to be alive, or is not the current one any more. */
  readonly over: Promise<void>;
  #resolve = (): void => undefined;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(onTooLong: () => void) {
    this.over = new Promise((resolve) => (this.#resolve = resolve));
    this.#timer = setTimeout(onTooLong, GIVE_UP_SILENT_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#resolve();
  }
}
