/**
 * What this browser decodes, for the presenter's choice of a codec. Asked as soon as the page runs.
 */
import type { Decoder } from '@lectern/protocol';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';

const log = loglevel.getLogger('link');

/** The largest picture that most presenters send. */
const PICTURE = { width: 1920, height: 1080, framerate: 30, bitrate: 1_800_000 };

export class Decoders {
  #known: Decoder[] | undefined;

  constructor() {
    void this.#ask();
  }

  /** Undefined until the browser has answered: the first picture does not wait for it. */
  get known(): Decoder[] | undefined {
    return this.#known;
  }

  async #ask(): Promise<void> {
    try {
      const found = await Promise.all(['vp8', 'av1'].map(ask));
      this.#known = found.flat();
    } catch (error) {
      log.debug(`decoders not known: ${errorName(error)}`);
    }
  }
}

/** Rejects where the browser does not know such questions. */
async function ask(codec: string): Promise<Decoder[]> {
  const { supported, smooth, powerEfficient } = await navigator.mediaCapabilities.decodingInfo({
    type: 'webrtc',
    video: { contentType: `video/${codec.toUpperCase()}`, ...PICTURE },
  });
  return supported ? [{ codec, smooth, powerEfficient }] : [];
}
