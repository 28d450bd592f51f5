/** The page's half of a forwarded link: its connection, the own track that keeps its clock, and what its line has to say. */
import type { LinkId } from '@lectern/protocol';
import { inTurn } from '@lectern/rtc';
import type { LayerIndex } from '../layers.ts';
import { connectInsertable, encodedStreamsOf, preferVp8 } from './insertable-streams.ts';
import { LinkSampler } from './link-sampler.ts';

/** The own track is never seen: it keeps the link's clock, so it may be as small and slow as can be. */
const OWN_FRAMES_PER_SECOND = 2;
const OWN_SCALE = 40;
/** Somewhat above the top layer with its sound: bounds the bandwidth estimate to begin with, although the own frames never go out. */
const OWN_CEILING_KBPS = 2_700;

/** One link's requests for key frames are heard this often. */
const KEY_FRAME_EVERY_MS = 1_000;

/** A receiver asks ten times for a packet, a round trip apart, and then no more; a bottleneck's buffer empties meanwhile. */
const DRAIN_MS = 400;

export class EncodedLink {
  readonly pc: RTCPeerConnection;
  readonly sampler: LinkSampler;
  /** What it should get, and what it gets: two layers while it waits for a key frame. Null while nobody is there yet. */
  wanted: LayerIndex | null = null;
  current: LayerIndex | null = null;
  readonly #audio: RTCRtpSender;
  readonly #video: RTCRtpSender;
  /** `setParameters` needs a `getParameters` of its own before it: overlapping pairs are refused. */
  readonly #inTurn = inTurn();
  #isDraining = false;
  #ceilingKbps = OWN_CEILING_KBPS;
  #keyFrameAskedAt = Number.NEGATIVE_INFINITY;

  /** `clock` is shared by all links and stays its owner's. */
  constructor(linkId: LinkId, configuration: RTCConfiguration, clock: MediaStreamTrack | null) {
    this.pc = connectInsertable(configuration);
    this.sampler = new LinkSampler(linkId, this.pc);
    // One stream for both: the receiver then keeps lips and voice together.
    const streams = [new MediaStream()];
    // No track: an Opus encoder of its own is what the link is to be spared.
    this.#audio = this.pc.addTransceiver('audio', { direction: 'sendonly', streams }).sender;
    const video = this.pc.addTransceiver(clock ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [
        {
          maxBitrate: OWN_CEILING_KBPS * 1000,
          maxFramerate: OWN_FRAMES_PER_SECOND,
          scaleResolutionDownBy: OWN_SCALE,
        },
      ],
    });
    preferVp8(video);
    this.#video = video.sender;
  }

  /** To be handed to the worker, once. */
  streams(): {
    readonly video: ReturnType<typeof encodedStreamsOf>;
    readonly audio: ReturnType<typeof encodedStreamsOf>;
  } {
    return { video: encodedStreamsOf(this.#video), audio: encodedStreamsOf(this.#audio) };
  }

  /** Another captured track for the clock. */
  follow(clock: MediaStreamTrack | null): void {
    // A connection that closes in this moment has nothing left to replace.
    void this.#video.replaceTrack(clock).catch(() => undefined);
  }

  /** A watcher that waits for a key frame asks several times a second; on a bad line the answers would be all that it gets. */
  mayAskForKeyFrame(nowMs: number): boolean {
    if (nowMs - this.#keyFrameAskedAt < KEY_FRAME_EVERY_MS) return false;
    this.#keyFrameAskedAt = nowMs;
    return true;
  }

  /**
   * A changed ceiling makes libwebrtc probe up to it with padding, which harms nobody: an estimate that the application limits does not
   * grow by itself.
   */
  async probe(upToKbps: number): Promise<void> {
    this.#ceilingKbps = this.#ceilingKbps === upToKbps ? upToKbps * 1.05 : upToKbps;
    await this.#change({ maxBitrate: Math.round(this.#ceilingKbps * 1000) });
  }

  /**
   * Lets a full line drain: switched off, libwebrtc drops what waits in the pacer and answers no request for what was lost, until the watcher
   * has given up asking. Retransmissions go before new frames, and would fill a bad line for seconds.
   * @returns Whether it was done; one that is under way already serves.
   */
  async drain(): Promise<boolean> {
    if (this.#isDraining) return false;
    this.#isDraining = true;
    await this.#change({ active: false });
    await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    await this.#change({ active: true });
    this.#isDraining = false;
    return true;
  }

  async #change(change: Partial<RTCRtpEncodingParameters>): Promise<void> {
    await this.#inTurn(async () => {
      const parameters = this.#video.getParameters();
      const [encoding] = parameters.encodings;
      if (encoding) Object.assign(encoding, change);
      // Closed meanwhile: then there is nothing left to change.
      await this.#video.setParameters(parameters).catch(() => undefined);
    });
  }
}
