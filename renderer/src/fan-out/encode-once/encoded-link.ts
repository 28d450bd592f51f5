/** The page's half of a forwarded link: its connection, the own track that keeps its clock, and what its line has to say. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { TOP_LAYER, type LayerIndex } from '@lectern/steering';
import { KEY_FRAME_SENDING_MS } from '../../policy.ts';
import { SenderParameters } from '../sender-parameters.ts';
import type { ClockTracks } from './clock-tracks.ts';
import { connectInsertable, encodedStreamsOf, preferVp8 } from './insertable-streams.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import { LinkSampler, type LinkReading } from './link-sampler.ts';

/** The own track is never seen: it keeps the link's clock, so it may be as small and slow as can be, once it has told the time at all. */
const OWN_FRAMES_PER_SECOND = { first: 30, later: 2 };
const OWN_SCALE = 40;
/** Somewhat above the top layer with its sound: bounds the bandwidth estimate to begin with, although the own frames never go out. */
const OWN_CEILING_KBPS = 2_700;

export class EncodedLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  /** What its watcher wants at most. */
  cap: QualityCap = TOP_LAYER;
  /** What it should get, and what it gets: two layers while it waits for a key frame. Null while nobody is there yet. */
  wanted: LayerIndex | null = null;
  current: LayerIndex | null = null;
  readonly keyFrameRequests = new KeyFrameRequests();
  readonly #sampler: LinkSampler;
  readonly #audio: RTCRtpSender;
  readonly #video: RTCRtpSender;
  readonly #parameters: SenderParameters;
  #clock: ClockTracks | null;
  #ceilingKbps: number;
  #keyFrameSentAt = Number.NEGATIVE_INFINITY;

  /** `clock` is shared by all links and stays its owner's. `topKbps` is what the top layer needs, with some room. */
  constructor(linkId: LinkId, configuration: RTCConfiguration, clock: ClockTracks | null, topKbps: number) {
    this.linkId = linkId;
    this.#clock = clock;
    this.#ceilingKbps = Math.max(OWN_CEILING_KBPS, topKbps);
    this.pc = connectInsertable(configuration);
    this.#sampler = new LinkSampler(linkId, this.pc);
    // One stream for both: the receiver then keeps lips and voice together.
    const streams = [new MediaStream()];
    // No track: an Opus encoder of its own is what the link is to be spared.
    this.#audio = this.pc.addTransceiver('audio', { direction: 'sendonly', streams }).sender;
    const video = this.pc.addTransceiver(clock?.own ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [
        {
          maxBitrate: Math.round(this.#ceilingKbps * 1000),
          maxFramerate: OWN_FRAMES_PER_SECOND.first,
          scaleResolutionDownBy: OWN_SCALE,
        },
      ],
    });
    preferVp8(video);
    this.#video = video.sender;
    this.#parameters = new SenderParameters(video.sender);
  }

  /** To be handed to the worker, once. */
  streams(): {
    readonly video: ReturnType<typeof encodedStreamsOf>;
    readonly audio: ReturnType<typeof encodedStreamsOf>;
  } {
    return { video: encodedStreamsOf(this.#video), audio: encodedStreamsOf(this.#audio) };
  }

  /** A key frame of this layer is on its way. */
  handleKeyFrame(layer: LayerIndex): void {
    this.current = layer;
    this.#keyFrameSentAt = performance.now();
  }

  /** What its line has to say; nothing on the first call. */
  async read(): Promise<LinkReading | undefined> {
    return await this.#sampler.read(performance.now() - this.#keyFrameSentAt < KEY_FRAME_SENDING_MS);
  }

  handleClockReady(): void {
    void this.#change({ maxFramerate: OWN_FRAMES_PER_SECOND.later });
  }

  /** Another captured track for the clock. */
  follow(clock: ClockTracks | null): void {
    this.#clock = clock;
    void this.#show('own');
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
   * Begins its stream anew: what waits in the pacer is dropped, and requests for what was lost before find nothing to repeat.
   * Retransmissions go before new frames, and faster than a bad line takes them: they would keep it full for seconds.
   */
  async startAfresh(): Promise<void> {
    await this.#show('otherKind');
    await this.#show('own');
  }

  async #show(kind: keyof ClockTracks): Promise<void> {
    // A connection that closes in this moment has nothing left to replace.
    await this.#video.replaceTrack(this.#clock?.[kind] ?? null).catch(() => undefined);
  }

  async #change(change: Partial<RTCRtpEncodingParameters>): Promise<void> {
    await this.#parameters.change(({ encodings: [encoding] }) => {
      if (encoding) Object.assign(encoding, change);
    });
  }
}
