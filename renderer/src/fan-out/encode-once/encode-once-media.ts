/** Media encoded once for all links: the scene's encoder, the worker that forwards its frames, and the steering of who gets which layer. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import type { ReadableStore } from '@lectern/state';
import { ladders, TOP_LAYER, type Ladder, type LayerIndex, type Quality } from '@lectern/steering';
import { LayerOffer } from '../layer-offer.ts';
import { nothingOutgoing, type FanOutReport, type LinkMedia, type OutgoingSource } from '../link-media.ts';
import type { SentStream } from '../sent-stream.ts';
import { clockTracksOf, stopClockTracks, type ClockTracks } from './clock-tracks.ts';
import { EncodedLink } from './encoded-link.ts';
import { LayerDescription } from './layer-description.ts';
import { SceneEncoder } from './scene-encoder.ts';
import { SteeringLoop } from './steering-loop.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

type Counted = Extract<FromWorker, { kind: 'counted' }>;

export class EncodeOnceMedia implements LinkMedia {
  readonly offered = new LayerOffer();
  readonly #worker = new Worker(new URL('fan-out.worker.ts', import.meta.url), { type: 'module' });
  readonly #encoder = new SceneEncoder(() => this.#waiting.size > 0);
  readonly #links = new Map<LinkId, EncodedLink>();
  /** Whom to tell of a link that frames can no longer be written to. */
  readonly #broken = new Map<LinkId, () => void>();
  readonly #steering = new SteeringLoop(ladders.standard.motion, {
    links: this.#links,
    onChosen: (link, layer, isFull) => this.#handleChosen(link, layer, isFull),
    onKeyFrameRequested: (linkId) => this.requestKeyFrame(linkId),
    onDecided: () => this.#followLayers(),
    onLooked: () => this.#timeEncoder(),
  });
  readonly #description = new LayerDescription(this.#encoder);
  /** Links whose watchers need a key frame. */
  readonly #waiting = new Set<LinkId>();
  readonly #counting: ((counted: Counted) => void)[] = [];
  #source: OutgoingSource = nothingOutgoing;
  #quality: Quality = 'standard';
  #clock: ClockTracks | null = null;

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#handle(data));
    const { video, audio } = this.#encoder.streams();
    this.#tell({ kind: 'video-encoder', readable: video }, [video]);
    this.#tell({ kind: 'audio-encoder', readable: audio }, [audio]);
    void this.#encoder.start();
  }

  get report(): ReadableStore<FanOutReport> {
    return this.#steering.report;
  }

  open(linkId: LinkId, configuration: RTCConfiguration, onBroken: () => void): RTCPeerConnection {
    const link = new EncodedLink(linkId, configuration, this.#clock, this.#steering.topKbps);
    const { pc } = link;
    const { video, audio } = link.streams();
    this.#tell({ kind: 'link-opened', linkId, video, audio }, [
      video.readable,
      video.writable,
      audio.readable,
      audio.writable,
    ]);
    pc.addEventListener('signalingstatechange', () => {
      if (pc.signalingState === 'stable') this.#warmUp(linkId);
    });
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'connected') this.#handleConnected(linkId);
    });
    this.#links.set(linkId, link);
    this.#broken.set(linkId, onBroken);
    return pc;
  }

  close(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    this.#links.delete(linkId);
    this.#broken.delete(linkId);
    this.#waiting.delete(linkId);
    this.#tell({ kind: 'link-closed', linkId });
    this.#steering.remove(linkId);
  }

  setSource(source: OutgoingSource): void {
    const before = this.#source;
    this.#source = source;
    this.#offer();
    if (source.content !== before.content) this.#steering.setLadder(this.#ladder);
    // A page that is going has no encoder any more.
    void this.#encoder.setSource(source).catch(() => undefined);
    if (source.video === before.video) return;
    const clock = this.#clock;
    this.#clock = source.video ? clockTracksOf(source.video) : null;
    for (const link of this.#links.values()) link.follow(this.#clock);
    stopClockTracks(clock);
    // Another picture is sharp at once.
    for (const linkId of this.#links.keys()) this.#awaitKeyFrame(linkId);
  }

  setQuality(quality: Quality): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    this.#offer();
    this.#steering.setLadder(this.#ladder);
    // A page that is going has no encoder any more.
    void this.#encoder.setQuality(quality).catch(() => undefined);
    // What the estimates were bounded to was the old top layer.
    for (const link of this.#links.values()) void link.probe(this.#steering.topKbps);
  }

  async describe(): Promise<readonly SentStream[]> {
    return await this.#description.read([...this.#links.values()]);
  }

  requestKeyFrame(linkId: LinkId): void {
    if (this.#links.get(linkId)?.keyFrameRequests.isHeard(performance.now())) this.#awaitKeyFrame(linkId);
  }

  cap(linkId: LinkId, highest: QualityCap): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    link.cap = highest;
    if (highest === 'sound') this.#leavePictureOut(link);
    this.#steering.cap(linkId, highest);
  }

  limitUplink(kbps: number | null): void {
    this.#steering.limitUplink(kbps);
  }

  /** What the worker holds: links that are closed must not be among it. */
  async count(): Promise<Counted> {
    return new Promise((resolve) => {
      this.#counting.push(resolve);
      this.#tell({ kind: 'count' });
    });
  }

  end(): void {
    this.#steering.end();
    for (const linkId of this.#links.keys()) this.close(linkId);
    stopClockTracks(this.#clock);
    this.#encoder.close();
    this.#worker.terminate();
  }

  /** Somebody has answered: by the time that the path is up, the encoder is running and the worker has kept a key frame. */
  #warmUp(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (!link || link.cap === 'sound' || link.wanted !== null) return;
    link.wanted = TOP_LAYER;
    this.#followLayers();
    this.#tell({ kind: 'layer-chosen', linkId, layer: TOP_LAYER });
  }

  #handleConnected(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    // A restart connects again; the link is known by then.
    if (!link || this.#steering.steers(linkId)) return;
    this.#tell({ kind: 'link-connected', linkId });
    void this.#timeEncoder();
    this.#steering.add(link);
  }

  /** Nothing is encoded for it. */
  #leavePictureOut(link: EncodedLink): void {
    const { linkId } = link;
    this.#waiting.delete(linkId);
    link.wanted = null;
    link.current = null;
    this.#tell({ kind: 'layer-chosen', linkId, layer: null });
  }

  #handle(message: FromWorker): void {
    switch (message.kind) {
      case 'layers-unknown':
        void this.#encoder.layers().then((layers) => this.#tell({ kind: 'layers-known', layers }));
        break;
      case 'key-frame-wanted':
        this.#awaitKeyFrame(message.linkId);
        break;
      case 'link-starved':
        this.requestKeyFrame(message.linkId);
        break;
      case 'clock-ready':
        this.#links.get(message.linkId)?.handleClockReady();
        break;
      case 'key-frame-sent':
        this.#handleKeyFrame(message.linkId, message.layer);
        break;
      case 'link-broken':
        this.#broken.get(message.linkId)?.();
        break;
      case 'counted':
        this.#counting.shift()?.(message);
        break;
    }
  }

  #awaitKeyFrame(linkId: LinkId): void {
    if (this.#links.get(linkId)?.cap === 'sound') return;
    this.#waiting.add(linkId);
    this.#encoder.requestKeyFrame();
  }

  #handleKeyFrame(linkId: LinkId, layer: LayerIndex): void {
    const link = this.#links.get(linkId);
    if (!link || link.cap === 'sound') return;
    link.handleKeyFrame(layer);
    if (layer === link.wanted) this.#waiting.delete(linkId);
    this.#followLayers();
  }

  #handleChosen(link: EncodedLink, layer: LayerIndex, isFull: boolean): void {
    const { linkId } = link;
    link.wanted = layer;
    this.#tell({ kind: 'layer-chosen', linkId, layer });
    if (isFull) void this.#startAfresh(link);
  }

  /** The links' clocks have to know how much later than their own frames the encoder's come. */
  async #timeEncoder(): Promise<void> {
    const encodeMs = await this.#encoder.encodeMs().catch(() => undefined);
    if (encodeMs !== undefined) this.#tell({ kind: 'encoder-timed', encodeMs });
  }

  async #startAfresh(link: EncodedLink): Promise<void> {
    const { linkId } = link;
    this.#tell({ kind: 'link-held', linkId });
    await link.startAfresh();
    this.#tell({ kind: 'link-released', linkId });
  }

  #offer(): void {
    const { content, height = null } = this.#source;
    this.offered.follow({ quality: this.#quality, content, height });
  }

  get #ladder(): Ladder {
    return ladders[this.#quality][this.#source.content];
  }

  /** Encodes what some link gets or waits for, and nothing else. */
  #followLayers(): void {
    const active = new Set<LayerIndex>();
    for (const { wanted, current } of this.#links.values()) {
      if (wanted !== null) active.add(wanted);
      if (current !== null) active.add(current);
    }
    void this.#encoder.setNeeded(active);
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
