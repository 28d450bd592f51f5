/** What is really sent, looked at once a second for as long as somebody looks. */
import { Store, type ReadableStore } from '@lectern/state';
import type { LinkMedia } from '../fan-out/link-media.ts';
import type { SentStream } from '../fan-out/sent-stream.ts';
import { AUDIENCE_INTERVAL_MS } from '../policy.ts';

export class SendingWatch implements ReadableStore<readonly SentStream[] | null> {
  readonly #media: Pick<LinkMedia, 'describe'>;
  readonly #streams = new Store<readonly SentStream[] | null>(null);
  #lookers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(media: Pick<LinkMedia, 'describe'>) {
    this.#media = media;
  }

  /** Null until the first look. */
  readonly get = (): readonly SentStream[] | null => this.#streams.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#streams.subscribe(listener);
    this.#lookers += 1;
    if (this.#lookers === 1) void this.#look();
    return () => {
      unsubscribe();
      this.#lookers -= 1;
      if (this.#lookers === 0) clearTimeout(this.#timer);
    };
  };

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    // The fan-out may be ending: then there is nothing to see.
    const streams = await this.#media.describe().catch(() => []);
    if (this.#lookers === 0) return;
    this.#streams.set(streams);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), AUDIENCE_INTERVAL_MS);
  }
}
