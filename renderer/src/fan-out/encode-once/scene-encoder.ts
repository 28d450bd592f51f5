/** The one encoder of the scene: layers on demand, key frames on request, and one Opus stream. */
import { AUDIO_KBPS, layerFor, type LayerIndex, type EncodedPicture, type Quality } from '@lectern/steering';
import { KEY_FRAME_INTERVAL_MS, LAYER_LINGER_MS } from '../../policy.ts';
import { nothingOutgoing, type OutgoingSource } from '../link-media.ts';
import { SenderParameters } from '../sender-parameters.ts';
import { encodingsIn, type EncodingFacts } from '../sent-stream.ts';
import { EncoderLoopback } from './encoder-loopback.ts';
import { connectInsertable, encodedStreamsOf, preferVp8 } from './insertable-streams.ts';

const RIDS = ['low', 'middle', 'high'] as const;
const LAYERS: readonly LayerIndex[] = [0, 1, 2];

export class SceneEncoder {
  readonly #loopback: EncoderLoopback;
  readonly #video: RTCRtpSender;
  readonly #audio: RTCRtpSender;
  readonly #parameters: SenderParameters;
  readonly #isKeyFrameWanted: () => boolean;
  #needed: ReadonlySet<LayerIndex> = new Set();
  #active: ReadonlySet<LayerIndex> = new Set();
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;
  #picture: EncodedPicture = { quality: 'standard', content: 'motion', height: null };
  readonly #timed = new Map<string, { readonly frames: number; readonly seconds: number }>();
  #lastKeyFrameAt = Number.NEGATIVE_INFINITY;
  #keyFrameTimer: ReturnType<typeof setTimeout> | undefined;

  /** `isKeyFrameWanted` is asked when a key frame is due: whoever wanted it may have been served by another. */
  constructor(isKeyFrameWanted: () => boolean) {
    this.#isKeyFrameWanted = isKeyFrameWanted;
    const near = connectInsertable({});
    const audio = near.addTransceiver('audio', {
      direction: 'sendonly',
      sendEncodings: [{ maxBitrate: AUDIO_KBPS * 1000 }],
    });
    const video = near.addTransceiver('video', {
      direction: 'sendonly',
      sendEncodings: LAYERS.map((layer) => ({ rid: RIDS[layer], active: false, ...encodingOf(this.#picture, layer) })),
    });
    preferVp8(video);
    this.#audio = audio.sender;
    this.#video = video.sender;
    this.#parameters = new SenderParameters(video.sender);
    this.#loopback = new EncoderLoopback(near, RIDS);
  }

  /** The streams to read the frames from; what is not read stops the encoder. */
  streams(): {
    readonly video: ReadableStream<RTCEncodedVideoFrame>;
    readonly audio: ReadableStream<RTCEncodedAudioFrame>;
  } {
    const video: ReadableStream<RTCEncodedVideoFrame> = encodedStreamsOf(this.#video).readable;
    const audio: ReadableStream<RTCEncodedAudioFrame> = encodedStreamsOf(this.#audio).readable;
    return { video, audio };
  }

  async start(): Promise<void> {
    await this.#loopback.connect();
  }

  async setSource({ video, audio, content, height }: OutgoingSource = nothingOutgoing): Promise<void> {
    await Promise.all([this.#video.replaceTrack(video), this.#audio.replaceTrack(audio)]);
    await this.#make({ content, height: height ?? null });
  }

  async setQuality(quality: Quality): Promise<void> {
    await this.#make({ quality });
  }

  /** What is encoded just now, by layer. */
  async encodings(): Promise<(readonly [LayerIndex, EncodingFacts['stream']])[]> {
    const facts = encodingsIn(await this.#video.getStats());
    return LAYERS.filter((layer) => this.#active.has(layer)).flatMap((layer) => {
      const found = facts.find(({ rid }) => rid === RIDS[layer]);
      return found ? [[layer, found.stream] as const] : [];
    });
  }

  /** These layers are encoded from now on, and no others for long. */
  async setNeeded(needed: ReadonlySet<LayerIndex>): Promise<void> {
    if (needed.symmetricDifference(this.#needed).size === 0) return;
    this.#needed = needed;
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = setTimeout(() => void this.#setActive(this.#needed), LAYER_LINGER_MS);
    await this.#setActive(needed.union(this.#active));
  }

  /** Soon, once for everyone who asks meanwhile, and not if something else has brought one by then. */
  requestKeyFrame(): void {
    if (this.#keyFrameTimer !== undefined) return;
    const dueInMs = Math.max(0, this.#lastKeyFrameAt + KEY_FRAME_INTERVAL_MS - performance.now());
    this.#keyFrameTimer = setTimeout(() => {
      this.#keyFrameTimer = undefined;
      if (!this.#isKeyFrameWanted()) return;
      this.#lastKeyFrameAt = performance.now();
      void this.#parameters.makeKeyFrame();
    }, dueInMs);
  }

  /** Which SSRC is which layer. Empty until the encoder has begun. */
  async layers(): Promise<(readonly [ssrc: number, layer: LayerIndex])[]> {
    const known: (readonly [number, LayerIndex])[] = [];
    for (const entry of (await this.#video.getStats()).values()) {
      const layer = LAYERS.find((index) => entry.type === 'outbound-rtp' && entry.rid === RIDS[index]);
      if (layer !== undefined) known.push([entry.ssrc, layer]);
    }
    return known;
  }

  /** What it has taken for a frame of its slowest layer since the last call; nothing where it has made none. */
  async encodeMs(): Promise<number | undefined> {
    let slowest: number | undefined;
    for (const entry of (await this.#video.getStats()).values()) {
      if (entry.type !== 'outbound-rtp' || entry.framesEncoded === undefined) continue;
      const before = this.#timed.get(entry.id);
      this.#timed.set(entry.id, { frames: entry.framesEncoded, seconds: entry.totalEncodeTime });
      const frames = entry.framesEncoded - (before?.frames ?? 0);
      if (frames <= 0) continue;
      const eachMs = ((entry.totalEncodeTime - (before?.seconds ?? 0)) / frames) * 1000;
      slowest = Math.max(slowest ?? 0, eachMs);
    }
    return slowest;
  }

  close(): void {
    clearTimeout(this.#keyFrameTimer);
    clearTimeout(this.#lingerTimer);
    this.#loopback.close();
  }

  async #setActive(active: ReadonlySet<LayerIndex>): Promise<void> {
    if (active.symmetricDifference(this.#active).size === 0) return;
    this.#active = active;
    // A layer that is switched on or off is a key frame of all.
    this.#lastKeyFrameAt = performance.now();
    await this.#apply();
  }

  async #make(change: Partial<EncodedPicture>): Promise<void> {
    const before = this.#picture;
    this.#picture = { ...before, ...change };
    const isOther = LAYERS.some(
      (layer) => JSON.stringify(layerFor(before, layer)) !== JSON.stringify(layerFor(this.#picture, layer)),
    );
    if (isOther) await this.#apply();
  }

  async #apply(): Promise<void> {
    await this.#parameters.change((parameters) => {
      // Fewer pixels of the same motion is the ladder's decision, not the encoder's.
      parameters.degradationPreference = 'maintain-resolution';
      parameters.encodings.forEach((encoding, index) => {
        const layer = LAYERS[index] ?? 0;
        Object.assign(encoding, encodingOf(this.#picture, layer), { active: this.#active.has(layer) });
      });
    });
  }
}

/** Not among the DOM's types yet (W3C, webrtc-svc). */
interface LayerEncoding extends RTCRtpEncodingParameters {
  readonly scalabilityMode: string;
}

function encodingOf(picture: EncodedPicture, index: LayerIndex): LayerEncoding {
  const { maxKbps, scaleDownBy, maxFps } = layerFor(picture, index);
  return {
    maxBitrate: maxKbps * 1000,
    scaleResolutionDownBy: scaleDownBy,
    maxFramerate: maxFps,
    // Simulcast would have three temporal layers, each with an index of its own: after a switch that steps back, a receiver takes
    // an old layer's entry for the new one's base and waits for a frame that never comes (libwebrtc, rtp_vp8_ref_finder.cc).
    scalabilityMode: 'L1T1',
  };
}
