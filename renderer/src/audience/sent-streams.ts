/** What is being sent, measured once a second for as long as someone subscribes. */
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import type { LinkMedia } from '../fan-out/link-media.ts';
import type { SentStream } from '../fan-out/sent-stream.ts';
import { AUDIENCE_INTERVAL_MS } from '../policy.ts';

const log = loglevel.getLogger('media');

export class SentStreams implements ReadableStore<readonly SentStream[] | null> {
  readonly #media: Pick<LinkMedia, 'readSentStreams'>;
  readonly #streams = new Store<readonly SentStream[] | null>(null);
  #subscribers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(media: Pick<LinkMedia, 'readSentStreams'>) {
    this.#media = media;
  }

  /** Null until the first measurement. */
  readonly get = (): readonly SentStream[] | null => this.#streams.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#streams.subscribe(listener);
    this.#subscribers += 1;
    if (this.#subscribers === 1) void this.#measure();
    return () => {
      unsubscribe();
      this.#subscribers -= 1;
      if (this.#subscribers === 0) clearTimeout(this.#timer);
    };
  };

  async #measure(): Promise<void> {
    clearTimeout(this.#timer);
    const streams = await this.#read();
    if (this.#subscribers === 0) return;
    this.#streams.set(streams);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#measure(), AUDIENCE_INTERVAL_MS);
  }

  async #read(): Promise<readonly SentStream[]> {
    try {
      return await this.#media.readSentStreams();
    } catch (error) {
      log.debug('the sent streams could not be read, as after the media has closed:', error);
      return [];
    }
  }
}
