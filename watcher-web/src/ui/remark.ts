/** A word in passing, such as the new volume: shown for a moment, and read out once it has stopped changing. */
import { Store, type ReadableStore } from '@lectern/state';

const SHOWN_FOR_MS = 1_400;

export class Remark {
  readonly #words = new Store('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Empty for most of the time. */
  get words(): ReadableStore<string> {
    return this.#words;
  }

  say(words: string, shownForMs = SHOWN_FOR_MS): void {
    clearTimeout(this.#timer);
    this.#words.set(words);
    this.#timer = setTimeout(() => this.#words.set(''), shownForMs);
  }
}
