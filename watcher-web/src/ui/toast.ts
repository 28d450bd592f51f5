/** A short message over the picture, such as the new volume. */
import { Store, type ReadableStore } from '@lectern/state';
import { TOAST_MS } from '../policy.ts';

export class Toast {
  readonly #text = new Store('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Empty when there is none. */
  get text(): ReadableStore<string> {
    return this.#text;
  }

  show(text: string, forMs = TOAST_MS): void {
    clearTimeout(this.#timer);
    this.#text.set(text);
    this.#timer = setTimeout(() => this.#text.set(''), forMs);
  }
}
