/**
 * The one encoder of the scene in one codec: layers on demand, and key frames on request. One of
 * them makes the Opus stream as well.
 */
import {
  encodedLayerFor,
  type Codec,
  type EncodedPicture,
  type LayerIndex,
  type SoundContent,
} from '@lectern/steering';
import { LAYER_LINGER_MS } from '../../policy/encoding.ts';
import type { OutgoingScene } from '../link-media.ts';
import { SenderParameters } from '../sender-parameters.ts';
import { soundEncodingOf } from '../sent-sound.ts';
import { encodingsIn, type EncodingFacts } from '../sent-stream.ts';
import { vitalsIn, type StreamKind } from '../watch/link-vitals.ts';
import type { EncoderLoad } from './codec-load.ts';
import { EncoderLoopback } from './encoder-loopback.ts';
import { connectInsertable, encodedStreamsOf, preferCodecs } from './insertable-streams.ts';
import type { KeyFrameSchedule } from './key-frame-schedule.ts';

const RIDS = ['low', 'middle', 'high'] as const;
const LAYERS: readonly LayerIndex[] = [0, 1, 2];

export interface SceneEncoderOptions {
  readonly codec: Codec;
  /** Stays its owner's, and learns of key frames that the encoder makes by itself. */
  readonly keyFrames: KeyFrameSchedule;
  readonly hasSound: boolean;
}

export class SceneEncoder {
  readonly #codec: Codec;
  readonly #keyFrames: KeyFrameSchedule;
  readonly #loopback: EncoderLoopback;
  readonly #video: RTCRtpSender;
  readonly #audio: RTCRtpSender | null;
  readonly #parameters: SenderParameters;
  readonly #soundParameters: SenderParameters | null;
  readonly #encodeTimes = new Map<string, { readonly frames: number; readonly seconds: number }>();
  #needed: ReadonlySet<LayerIndex> = new Set();
  #active: ReadonlySet<LayerIndex> = new Set();
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;
  #tracks: Pick<OutgoingScene, 'video' | 'audio'> = { video: null, audio: null };
  #picture: EncodedPicture = { quality: 'standard', content: 'motion', isScreen: false, size: null };
  #sound: SoundContent = 'speech';

  constructor({ codec, keyFrames, hasSound }: SceneEncoderOptions) {
    this.#codec = codec;
    this.#keyFrames = keyFrames;
    const near = connectInsertable({});
    const sendEncodings = [soundEncodingOf(this.#sound)];
    const audio = hasSound ? near.addTransceiver('audio', { direction: 'sendonly', sendEncodings }).sender : null;
    const video = near.addTransceiver('video', {
      direction: 'sendonly',
      sendEncodings: LAYERS.map((layer) => ({ rid: RIDS[layer], active: false, ...this.#encodingOf(layer) })),
    });
    preferCodecs(video, [codec]);
    this.#audio = audio;
    this.#video = video.sender;
    this.#parameters = new SenderParameters(video.sender);
    this.#soundParameters = audio && new SenderParameters(audio);
    this.#loopback = new EncoderLoopback(near, RIDS);
  }

  /** The streams of encoded frames, to be called once. Unread frames stop the encoder. */
  streams(): {
    readonly video: ReadableStream<RTCEncodedVideoFrame>;
    readonly audio: ReadableStream<RTCEncodedAudioFrame> | null;
  } {
    const video: ReadableStream<RTCEncodedVideoFrame> = encodedStreamsOf(this.#video).readable;
    const audio: ReadableStream<RTCEncodedAudioFrame> | null = this.#audio && encodedStreamsOf(this.#audio).readable;
    return { video, audio };
  }

  async start(): Promise<void> {
    await this.#loopback.connect();
  }

  /** Rejects where the encoder's connection has been closed. */
  async setScene(scene: OutgoingScene | null, picture: EncodedPicture): Promise<void> {
    const [before, tracksBefore] = [this.#picture, this.#tracks];
    this.#picture = picture;
    const [video, audio] = [scene?.video ?? null, scene?.audio ?? null];
    this.#tracks = { video, audio };
    // Compared with what was last requested: a sender's own track changes only some time later.
    if (video !== tracksBefore.video || audio !== tracksBefore.audio) {
      await Promise.all([this.#video.replaceTrack(video), this.#audio?.replaceTrack(audio)]);
    }
    const isOther = LAYERS.some(
      (layer) =>
        JSON.stringify(encodedLayerFor(this.#codec, before, layer)) !==
        JSON.stringify(encodedLayerFor(this.#codec, picture, layer)),
    );
    if (isOther) await this.#apply();
    if (scene) await this.#setSound(scene.sound);
  }

  /** Of the picture; undefined until the encoder has started. */
  get payloadType(): number | undefined {
    return this.#video.getParameters().codecs[0]?.payloadType;
  }

  /** How the sound is encoded; undefined without sound. */
  async soundStatistics(): Promise<RTCStatsReport | undefined> {
    return await this.#audio?.getStats();
  }

  /** Of all layers that are encoded. */
  async makeKeyFrame(): Promise<void> {
    await this.#parameters.makeKeyFrame();
  }

  /** What the scene has given to the encoders. */
  async sources(): Promise<Readonly<Record<StreamKind, number | null>>> {
    const [picture, sound] = await Promise.all([this.#video.getStats(), this.#audio?.getStats()]);
    return { picture: vitalsIn(picture).picture.source, sound: sound ? vitalsIn(sound).sound.source : null };
  }

  /** What is being encoded, by layer. */
  async encodings(): Promise<(readonly [LayerIndex, EncodingFacts['stream']])[]> {
    const facts = encodingsIn(await this.#video.getStats());
    return LAYERS.filter((layer) => this.#active.has(layer)).flatMap((layer) => {
      const found = facts.find(({ rid }) => rid === RIDS[layer]);
      return found ? [[layer, found.stream] as const] : [];
    });
  }

  /** Encodes these layers from now on; others stop after a while. */
  async setNeeded(needed: ReadonlySet<LayerIndex>): Promise<void> {
    if (needed.symmetricDifference(this.#needed).size === 0) return;
    this.#needed = needed;
    clearTimeout(this.#lingerTimer);
    this.#lingerTimer = setTimeout(() => void this.#setActive(this.#needed), LAYER_LINGER_MS);
    await this.#setActive(needed.union(this.#active));
  }

  /** Which SSRC is which layer. Empty until the encoder has started. */
  async layers(): Promise<(readonly [ssrc: number, layer: LayerIndex])[]> {
    const known: (readonly [number, LayerIndex])[] = [];
    for (const entry of (await this.#video.getStats()).values()) {
      const layer = LAYERS.find((index) => entry.type === 'outbound-rtp' && entry.rid === RIDS[index]);
      if (layer !== undefined) known.push([entry.ssrc, layer]);
    }
    return known;
  }

  /** Since the last call. */
  async load(): Promise<EncoderLoad> {
    const report = await this.#video.getStats();
    let slowest: number | undefined;
    let sourceFps = Number.POSITIVE_INFINITY;
    for (const entry of report.values()) {
      if (entry.type === 'media-source') sourceFps = entry.framesPerSecond ?? sourceFps;
      if (entry.type !== 'outbound-rtp' || entry.framesEncoded === undefined) continue;
      const before = this.#encodeTimes.get(entry.id);
      this.#encodeTimes.set(entry.id, { frames: entry.framesEncoded, seconds: entry.totalEncodeTime });
      const frames = entry.framesEncoded - (before?.frames ?? 0);
      if (frames <= 0) continue;
      const eachMs = ((entry.totalEncodeTime - (before?.seconds ?? 0)) / frames) * 1000;
      slowest = Math.max(slowest ?? 0, eachMs);
    }
    const isLimited = encodingsIn(report).some(({ stream }) => stream.limitedBy === 'processor');
    const fps = Math.min(
      sourceFps,
      Math.max(...[...this.#active].map((layer) => this.#encodingOf(layer).maxFramerate)),
    );
    return { encodeMs: slowest, frameMs: fps > 0 ? 1000 / fps : Number.POSITIVE_INFINITY, isLimited };
  }

  close(): void {
    clearTimeout(this.#lingerTimer);
    this.#loopback.close();
  }

  async #setActive(active: ReadonlySet<LayerIndex>): Promise<void> {
    if (active.symmetricDifference(this.#active).size === 0) return;
    this.#active = active;
    // Starting or stopping a layer makes a key frame of all layers.
    this.#keyFrames.noteKeyFrame();
    await this.#apply();
  }

  async #setSound(sound: SoundContent): Promise<void> {
    if (sound === this.#sound) return;
    this.#sound = sound;
    await this.#soundParameters?.change(({ encodings: [encoding] }) => {
      if (encoding) Object.assign(encoding, soundEncodingOf(sound));
    });
  }

  #encodingOf(index: LayerIndex): LayerEncoding {
    const { maxKbps, scaleDownBy, maxFps } = encodedLayerFor(this.#codec, this.#picture, index);
    return {
      maxBitrate: maxKbps * 1000,
      scaleResolutionDownBy: scaleDownBy,
      maxFramerate: maxFps,
      // By default each simulcast layer of VP8 has three temporal layers with picture indexes of its
      // own. After a switch to an index further back, a receiver takes an old layer's entry for the new
      // one's base and waits for a frame that never comes (libwebrtc, rtp_vp8_ref_finder.cc). By
      // default AV1 has one simulcast layer alone.
      scalabilityMode: 'L1T1',
    };
  }

  async #apply(): Promise<void> {
    await this.#parameters.change((parameters) => {
      // Fewer pixels of the same motion is the ladder's decision, not the encoder's.
      parameters.degradationPreference = 'maintain-resolution';
      parameters.encodings.forEach((encoding, index) => {
        const layer = LAYERS[index] ?? 0;
        Object.assign(encoding, this.#encodingOf(layer), { active: this.#active.has(layer) });
      });
    });
  }
}

/** `scalabilityMode` is missing in the DOM's types (W3C, webrtc-svc). */
interface LayerEncoding extends RTCRtpEncodingParameters {
  readonly maxFramerate: number;
  readonly scalabilityMode: string;
}
