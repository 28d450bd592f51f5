/** What is being sent, measured once a second for as long as someone subscribes. */
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';
import type { LinkMedia } from '../fan-out/link-media.ts';
import type { SentSound } from '../fan-out/sent-sound.ts';
import type { SentStream } from '../fan-out/sent-stream.ts';
import { AUDIENCE_INTERVAL_MS } from '../policy/audience.ts';

const log = loglevel.getLogger('media');

export interface Sent {
  /** The pictures. */
  readonly streams: readonly SentStream[];
  /** Null while nothing is sent. */
  readonly sound: SentSound | null;
}

type ReadableMedia = Pick<LinkMedia, 'readSentStreams' | 'readSentSound'>;

export class SentStreams implements ReadableStore<Sent | null> {
  readonly #media: ReadableMedia;
  readonly #sent = new Store<Sent | null>(null);
  #subscribers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(media: ReadableMedia) {
    this.#media = media;
  }

  /** Null until the first measurement. */
  readonly get = (): Sent | null => this.#sent.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#sent.subscribe(listener);
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
    const sent = await this.#read();
    if (this.#subscribers === 0) return;
    this.#sent.set(sent);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#measure(), AUDIENCE_INTERVAL_MS);
  }

  async #read(): Promise<Sent> {
    try {
      const [streams, sound] = await Promise.all([this.#media.readSentStreams(), this.#media.readSentSound()]);
      return { streams, sound };
    } catch (error) {
      log.debug('the sent streams could not be read, as after the media has closed:', error);
      return { streams: [], sound: null };
    }
  }
}
