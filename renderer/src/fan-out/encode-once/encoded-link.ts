/**
 * The page's half of a forwarded link: its peer connection, the track that keeps its clock, and
 * what its watcher gets and wants.
 */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { TOP_LAYER, type Codec, type LayerIndex, type SoundContent } from '@lectern/steering';
import type { AnsweringWatcher } from '../codec-choice.ts';
import type { MediaLink, MediaLinkConfig } from '../link-media.ts';
import { KeyFrameRequests } from '../key-frame-requests.ts';
import { soundFirst } from '../sent-sound.ts';
import { vitalsIn, type LinkVitals, type StreamKind } from '../watch/link-vitals.ts';
import type { ClockTracks } from './clock-tracks.ts';
import { connectInsertable, preferCodecs } from './insertable-streams.ts';
import type { KeyFrameSchedule } from './key-frame-schedule.ts';
import { LinkSampler, type LinkReading } from './link-sampler.ts';
import { LinkSound } from './link-sound.ts';
import { firstCeilingKbps, LinkStream, ownEncodingOf } from './link-stream.ts';
import { LinkCodec } from './one-codec.ts';
import { openInWorker } from './open-in-worker.ts';
import type { SteerableLink, SteeringLoop } from './steering-loop.ts';
import type { EncodedCounts, FromWorkerLink, ToWorkerLink } from './worker-messages.ts';

export interface EncodedLinkOptions extends MediaLinkConfig {
  readonly worker: Worker;
  readonly keyFrames: (codec: Codec) => KeyFrameSchedule;
  /** Those that its offers have. */
  readonly codecs: readonly Codec[];
  /** Of the encoder's frames; undefined while it is not known. */
  readonly payloadType: (codec: Codec) => number | undefined;
  readonly chooseCodec: (watcher: AnsweringWatcher) => Codec;
  readonly steering: SteeringLoop;
  /** Shared by all links and stopped by their owner. */
  readonly clock: ClockTracks | null;
  /** How many frames of the scene have come to the worker, as far as the last check could tell. */
  readonly encoded: () => EncodedCounts;
  /** The first time that its path is up. */
  readonly onConnected: () => void;
  /** The layer that is sent or wanted has changed. */
  readonly onLayers: () => void;
  readonly onClosed: (link: EncodedLink) => void;
}

type Picture =
  /** No watcher has answered yet, or it wants sound only. */
  | { readonly name: 'none' }
  /**
   * The watcher has answered: by the time the path is up, the encoder runs and the worker has kept
   * a key frame.
   */
  | { readonly name: 'warming-up' }
  | { readonly name: 'steered'; readonly layer: LayerIndex };

export class EncodedLink implements MediaLink, SteerableLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  readonly #options: EncodedLinkOptions;
  readonly #port: MessagePort;
  readonly #sampler: LinkSampler;
  readonly #sound: LinkSound;
  readonly #keyFrameRequests = new KeyFrameRequests();
  readonly #closing = new AbortController();
  readonly #stream: LinkStream;
  readonly #codec: LinkCodec;
  #highest: QualityCap = TOP_LAYER;
  #picture: Picture = { name: 'none' };
  /** The layer that is being sent, which lags behind the wanted one until a key frame comes. */
  #sent: LayerIndex | null = null;
  #onBroken: () => void = () => undefined;

  constructor(options: EncodedLinkOptions) {
    const { linkId, connection, steering, clock } = options;
    this.#options = options;
    this.linkId = linkId;
    const ceilingKbps = firstCeilingKbps(steering.topKbps('vp8'));
    this.pc = connectInsertable(connection);
    this.#sampler = new LinkSampler(linkId, this.pc);
    // One stream for both tracks keeps picture and sound in sync at the receiver.
    const streams = [new MediaStream()];
    // Without a track, the link has no Opus encoder of its own.
    const audio = this.pc.addTransceiver('audio', { direction: 'sendonly', streams, sendEncodings: [soundFirst] });
    const video = this.pc.addTransceiver(clock?.own ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [ownEncodingOf(ceilingKbps)],
    });
    // All, so that a link that was prepared suits every watcher. The answer is reduced to one.
    preferCodecs(video, options.codecs);
    this.#codec = new LinkCodec(video.sender, (codec) => {
      this.#send({ type: 'encoder-chosen', codec });
      this.#options.onLayers();
    });
    this.#stream = new LinkStream({
      linkId,
      sender: video.sender,
      clock,
      ceilingKbps,
      onHeld: () => this.#send({ type: 'held' }),
      onReleased: () => this.#send({ type: 'released' }),
    });
    this.#port = openInWorker(options.worker, video.sender, audio.sender);
    this.#sound = new LinkSound(audio.sender, (protection) => this.#send({ type: 'sound-protected', protection }));
    const { signal } = this.#closing;
    this.#port.addEventListener('message', ({ data }: MessageEvent<FromWorkerLink>) => this.#handle(data), { signal });
    this.#port.start();
    this.pc.addEventListener('signalingstatechange', this.#handleSignalingState, { signal });
    this.pc.addEventListener('connectionstatechange', this.#handleConnectionState, { signal });
  }

  get codec(): Codec {
    return this.#codec.current;
  }

  adaptAnswer(sdp: string, watcher: AnsweringWatcher): string {
    return this.#codec.adapt(sdp, () => this.#options.chooseCodec(watcher));
  }

  get isCodecAgreed(): boolean {
    return this.#codec.isAgreed(this.#options.payloadType(this.codec));
  }

  get highest(): QualityCap {
    return this.#highest;
  }

  get layer(): LayerIndex | null {
    return this.#picture.name === 'steered' ? this.#picture.layer : null;
  }

  get wanted(): LayerIndex | null {
    return this.#picture.name === 'warming-up' ? TOP_LAYER : this.layer;
  }

  get sent(): LayerIndex | null {
    return this.#sent;
  }

  get silentMs(): number {
    return this.#stream.heldMs;
  }

  cap(highest: QualityCap): void {
    this.#highest = highest;
    if (highest === 'sound') this.#dropPicture();
    this.#options.steering.cap(this);
  }

  requestKeyFrame(): void {
    if (this.#stream.isHeld) return;
    if (this.#keyFrameRequests.accepts(performance.now())) this.awaitKeyFrame();
  }

  /** Waits for a key frame without the limit on requests: the picture itself has changed. */
  awaitKeyFrame(): void {
    if (this.#highest === 'sound' || this.#closing.signal.aborted) return;
    this.#options.keyFrames(this.codec).request(this);
  }

  sends(stream: StreamKind): boolean {
    return stream === 'sound' || (this.#picture.name === 'steered' && !this.#stream.isHeld);
  }

  async readVitals(): Promise<LinkVitals> {
    return vitalsIn(await this.pc.getStats());
  }

  source(stream: StreamKind): number {
    const { layers, sound } = this.#options.encoded();
    // A layer that is not made is the encoder's business, although others may be made.
    return stream === 'sound' ? sound : layers[this.codec][this.wanted ?? 0];
  }

  renewWriter(stream: StreamKind): void {
    this.#send({ type: 'renewed', layer: this.wanted });
    if (stream === 'picture') void this.#stream.restart();
  }

  /** The worker is gone, and the link's streams with it. */
  break(): void {
    this.#onBroken();
  }

  holdPicture(): void {
    this.#keyFrameRequests.cancel();
    this.#stream.hold();
  }

  /** A watcher that goes silent again and again gets no more key frames than one that requests them. */
  resumePicture(): void {
    this.#keyFrameRequests.whenAccepted(() => {
      this.#sampler.noteResumed();
      this.#stream.resume();
    });
  }

  onBroken(listener: () => void): void {
    this.#onBroken = listener;
  }

  close(lingerMs = 0): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#keyFrameRequests.cancel();
    this.#send({ type: 'closed' });
    this.#port.close();
    this.#options.keyFrames(this.codec).withdraw(this);
    this.#options.onClosed(this);
    if (lingerMs > 0) setTimeout(() => this.pc.close(), lingerMs);
    else this.pc.close();
  }

  /** The statistics of its line; undefined on the first call. */
  async readLine(): Promise<LinkReading | undefined> {
    if (!this.#stream.isHeld) return await this.#sampler.read();
    this.#sampler.forget();
    return undefined;
  }

  get soundRepeats(): number {
    return this.#sound.repeats;
  }

  protectSound(lossFraction: number, sound: SoundContent): number {
    return this.#sound.observe(lossFraction, sound, performance.now());
  }

  choose(layer: LayerIndex, isLineFull: boolean): void {
    this.#picture = { name: 'steered', layer };
    this.#send({ type: 'layer-chosen', layer });
    if (isLineFull) void this.#stream.restart();
  }

  /** Another captured track for the clock. */
  setClock(clock: ClockTracks | null): void {
    this.#stream.setClock(clock);
  }

  async probe(upToKbps: number): Promise<void> {
    await this.#stream.probe(upToKbps);
  }

  readonly #handleSignalingState = (): void => {
    if (this.pc.signalingState !== 'stable' || this.#highest === 'sound' || this.#picture.name !== 'none') return;
    this.#picture = { name: 'warming-up' };
    this.#options.onLayers();
    this.#send({ type: 'layer-chosen', layer: TOP_LAYER });
  };

  readonly #handleConnectionState = (): void => {
    // After a restart the link connects again, and the steering knows it already.
    if (this.pc.connectionState !== 'connected' || this.#options.steering.has(this)) return;
    this.#send({ type: 'connected' });
    this.#options.onConnected();
    this.#options.steering.add(this);
  };

  #handle(message: FromWorkerLink): void {
    switch (message.type) {
      case 'key-frame-wanted':
        this.awaitKeyFrame();
        break;
      case 'starved':
        this.requestKeyFrame();
        break;
      case 'clock-ready':
        void this.#stream.slowClock();
        break;
      case 'key-frame-sent':
        this.#handleKeyFrame(message.layer);
        break;
      case 'sound-unprotected':
        this.#sound.leavePlain();
        break;
      case 'broken':
        this.#onBroken();
        break;
    }
  }

  #handleKeyFrame(layer: LayerIndex): void {
    if (this.#highest === 'sound') return;
    this.#sent = layer;
    this.#sampler.noteKeyFrame();
    if (layer === this.wanted) this.#options.keyFrames(this.codec).withdraw(this);
    this.#options.onLayers();
  }

  #dropPicture(): void {
    this.#options.keyFrames(this.codec).withdraw(this);
    this.#picture = { name: 'none' };
    this.#sent = null;
    this.#send({ type: 'layer-chosen', layer: null });
  }

  #send(message: ToWorkerLink): void {
    this.#port.postMessage(message, []);
  }
}
