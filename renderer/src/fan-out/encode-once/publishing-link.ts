/**
 * The page's half of a link to the relay: all layers, each with a sender of its own, and the sound
 * (ADR 44). Where its line does not carry them, the top ones stop.
 */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { TOP_LAYER, type Ladder, type LayerIndex } from '@lectern/steering';
import type { MediaLink, MediaLinkConfig } from '../link-media.ts';
import { soundFirst } from '../sent-sound.ts';
import { CommonGrowth } from '../watch/common-growth.ts';
import { sentByMedium, vitalsIn, type LinkVitals, type StreamKind } from '../watch/link-vitals.ts';
import type { ClockTracks } from './clock-tracks.ts';
import { connectInsertable } from './insertable-streams.ts';
import type { KeyFrameSchedule } from './key-frame-schedule.ts';
import { LayerSender } from './layer-sender.ts';
import { LinkSampler, type LinkReading } from './link-sampler.ts';
import type { SteerableLink, SteeringLoop } from './steering-loop.ts';
import type { EncodedCounts } from './worker-messages.ts';

const LAYERS: readonly LayerIndex[] = [0, 1, TOP_LAYER];

export interface PublishingLinkOptions extends MediaLinkConfig {
  readonly worker: Worker;
  readonly keyFrames: KeyFrameSchedule;
  /** Of publishing links: a layer costs what all layers up to it do. */
  readonly steering: SteeringLoop;
  /** What each layer needs. */
  readonly ladder: () => Ladder;
  /** Shared by all links and stopped by their owner. */
  readonly clock: ClockTracks | null;
  readonly encoded: () => EncodedCounts;
  /** The first time that its path is up. */
  readonly onConnected: () => void;
  /** The layers that are sent or wanted have changed. */
  readonly onLayers: () => void;
  readonly onClosed: (link: PublishingLink) => void;
}

type Picture =
  /** The relay has not answered yet, or wants sound only. */
  | { readonly name: 'none' }
  /** It has answered: by the time the path is up, the worker has kept a key frame of each layer. */
  | { readonly name: 'warming-up' }
  | { readonly name: 'steered'; readonly layer: LayerIndex };

export class PublishingLink implements MediaLink, SteerableLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  /** The relay's watchers get VP8 alone. */
  readonly codec = 'vp8';
  readonly isCodecAgreed = true;
  readonly layers: readonly LayerSender[];
  readonly #options: PublishingLinkOptions;
  readonly #sampler: LinkSampler;
  readonly #encoded = new CommonGrowth<LayerIndex>();
  readonly #left = new CommonGrowth<string>();
  readonly #closing = new AbortController();
  #highest: QualityCap = TOP_LAYER;
  #picture: Picture = { name: 'none' };
  #onBroken: () => void = () => undefined;

  constructor(options: PublishingLinkOptions) {
    const { linkId, connection, steering } = options;
    this.#options = options;
    this.linkId = linkId;
    this.pc = connectInsertable(connection);
    this.#sampler = new LinkSampler(linkId, this.pc);
    const streams = [new MediaStream()];
    const audio = this.pc.addTransceiver('audio', { direction: 'sendonly', streams, sendEncodings: [soundFirst] });
    this.layers = LAYERS.map(
      (layer) =>
        new LayerSender({
          ...options,
          layer,
          pc: this.pc,
          streams,
          ceilingKbps: this.#ceilingOf(layer, steering.topKbps(this.codec)),
          // The lowest layer is always there.
          audio: layer === 0 ? audio.sender : null,
          onKeyFrameSent: () => this.#handleKeyFrame(),
          onBroken: () => this.break(),
        }),
    );
    const { signal } = this.#closing;
    this.pc.addEventListener('signalingstatechange', this.#handleSignalingState, { signal });
    this.pc.addEventListener('connectionstatechange', this.#handleConnectionState, { signal });
  }

  get highest(): QualityCap {
    return this.#highest;
  }

  get layer(): LayerIndex | null {
    return this.#picture.name === 'steered' ? this.#picture.layer : null;
  }

  get wanted(): LayerIndex | null {
    return this.layers.findLast(({ isWanted }) => isWanted)?.layer ?? null;
  }

  get silentMs(): number {
    return this.#lowest?.stream.heldMs ?? 0;
  }

  cap(highest: QualityCap): void {
    this.#highest = highest;
    if (highest === 'sound') {
      this.#picture = { name: 'none' };
      this.#chooseUpTo(null);
    }
    this.#options.steering.cap(this);
  }

  adaptAnswer(sdp: string): string {
    return sdp;
  }

  requestKeyFrame(): void {
    for (const layer of this.layers) layer.requestKeyFrame();
  }

  sends(stream: StreamKind): boolean {
    return stream === 'sound' || (this.#picture.name === 'steered' && this.#lowest?.stream.isHeld === false);
  }

  /** Of the picture, it grows with the slowest layer. */
  source(stream: StreamKind): number {
    const { layers, sound } = this.#options.encoded();
    return stream === 'sound'
      ? sound
      : this.#encoded.observe(new Map(this.#flowing.map(({ layer }) => [layer, layers.vp8[layer]])));
  }

  /** No layer may stand still, so the slowest one stands for the picture. */
  async readVitals(): Promise<LinkVitals> {
    const report = await this.pc.getStats();
    const vitals = vitalsIn(report);
    const sent = sentByMedium(report);
    const counts = this.#flowing.map(({ mid }) => [mid ?? '', sent.get(mid ?? '') ?? 0] as const);
    return { ...vitals, picture: { source: null, sent: this.#left.observe(new Map(counts)) } };
  }

  renewWriter(stream: StreamKind): void {
    if (stream === 'sound') return this.#lowest?.renew();
    for (const layer of this.layers) {
      layer.renew();
      void layer.stream.restart();
    }
  }

  /** The worker is gone, or can no longer write a layer. */
  break(): void {
    this.#onBroken();
  }

  holdPicture(): void {
    for (const { stream } of this.layers) stream.hold();
  }

  resumePicture(): void {
    this.#sampler.noteResumed();
    for (const { stream } of this.layers) stream.resume();
  }

  onBroken(listener: () => void): void {
    this.#onBroken = listener;
  }

  close(lingerMs = 0): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const layer of this.layers) layer.close();
    this.#options.onClosed(this);
    if (lingerMs > 0) setTimeout(() => this.pc.close(), lingerMs);
    else this.pc.close();
  }

  async readLine(): Promise<LinkReading | undefined> {
    if (this.silentMs === 0) return await this.#sampler.read();
    this.#sampler.forget();
    return undefined;
  }

  /** The relay passes packets on as they are, and not every watcher could read repetitions. */
  protectSound(): number {
    return 0;
  }

  choose(layer: LayerIndex, isLineFull: boolean): void {
    this.#picture = { name: 'steered', layer };
    const stopped = this.layers.filter((sender) => sender.isWanted && sender.layer > layer);
    this.#chooseUpTo(layer);
    if (!isLineFull) return;
    for (const { stream } of stopped) void stream.restart();
  }

  /** Another captured track for the clocks. */
  setClock(clock: ClockTracks | null): void {
    for (const { stream } of this.layers) stream.setClock(clock);
  }

  async probe(upToKbps: number): Promise<void> {
    const probing = this.layers.map(({ layer, stream }) =>
      layer === TOP_LAYER
        ? stream.probe(this.#ceilingOf(layer, upToKbps))
        : stream.limit(this.#ceilingOf(layer, upToKbps)),
    );
    await Promise.all(probing);
  }

  get #lowest(): LayerSender | undefined {
    return this.layers[0];
  }

  get #flowing(): readonly LayerSender[] {
    return this.layers.filter(({ isWanted }) => isWanted);
  }

  /** Together the ceilings bound the estimate, so the top layer's has what the others leave. */
  #ceilingOf(layer: LayerIndex, allKbps: number): number {
    const ladder = this.#options.ladder();
    if (layer !== TOP_LAYER) return ladder[layer].maxKbps;
    return Math.max(allKbps - ladder[0].maxKbps - ladder[1].maxKbps, ladder[0].maxKbps);
  }

  #chooseUpTo(layer: LayerIndex | null): void {
    for (const sender of this.layers) sender.choose(layer !== null && sender.layer <= layer);
    this.#options.onLayers();
  }

  readonly #handleSignalingState = (): void => {
    if (this.pc.signalingState !== 'stable' || this.#highest === 'sound' || this.#picture.name !== 'none') return;
    this.#picture = { name: 'warming-up' };
    this.#chooseUpTo(this.#highest);
  };

  readonly #handleConnectionState = (): void => {
    if (this.pc.connectionState !== 'connected' || this.#options.steering.has(this)) return;
    for (const layer of this.layers) layer.connect();
    this.#options.onConnected();
    this.#options.steering.add(this);
  };

  #handleKeyFrame(): void {
    this.#sampler.noteKeyFrame();
    this.#options.onLayers();
  }
}
