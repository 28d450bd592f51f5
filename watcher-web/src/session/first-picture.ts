/**
 * How long the page's first picture took: from the opening of its first link until a link plays.
 */
import type { WatcherState } from './watcher-state.ts';

export class FirstPicture {
  #openedAtMs: number | undefined;
  #afterMs: number | undefined;

  /** In milliseconds; undefined until there is a picture. */
  get afterMs(): number | undefined {
    return this.#afterMs;
  }

  observe({ link }: WatcherState): void {
    if (!link || this.#afterMs !== undefined) return;
    this.#openedAtMs ??= performance.now();
    if (link.stage === 'playing') this.#afterMs = performance.now() - this.#openedAtMs;
  }
}
