/** The scene's sound in the fan-out worker: copies of its frames for links, also redundant ones. */
import { cloneAudioFrame, retypeAudioFrame } from './encoded-frames.ts';
import { redundantPayload, type OpusFrame } from './redundant-sound.ts';

/** How a link's sound is protected from loss. The payload types are those of the link. */
export interface SoundProtection {
  readonly opus: number;
  readonly red: number;
  /** How many earlier frames each packet repeats, 1 to `MAX_REPEATS`. */
  readonly repeats: number;
}

/** A frame of the encoder, the same object for all links. */
export interface SoundFrame {
  copy(): RTCEncodedAudioFrame;
  /** A copy that repeats the frames before it; undefined where this browser cannot make one. */
  redundantCopy(protection: SoundProtection): RTCEncodedAudioFrame | undefined;
}

export const MAX_REPEATS = 2;

export class SceneSound {
  #earlier: readonly OpusFrame[] = [];

  /** Takes the encoder's next frame. */
  observe(frame: RTCEncodedAudioFrame): SoundFrame {
    const metadata = frame.getMetadata();
    const own: OpusFrame = { ticks: metadata.rtpTimestamp ?? 0, data: new Uint8Array(frame.data) };
    const earlier = this.#earlier;
    this.#earlier = [...earlier, own].slice(-MAX_REPEATS);
    return {
      copy: () => cloneAudioFrame(frame),
      redundantCopy: ({ opus, red, repeats }) => {
        const copy = retypeAudioFrame(frame, { ...metadata, payloadType: red });
        if (copy) copy.data = redundantPayload(opus, own, earlier.slice(-repeats)).buffer;
        return copy;
      },
    };
  }
}
