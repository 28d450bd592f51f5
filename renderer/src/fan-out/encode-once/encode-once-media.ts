/** Media encoded once for all links: the scene's encoder, the worker that forwards its frames, and the steering of who gets which layer. */
import type { LinkId } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/rtc';
import { ladders, TOP_LAYER, type LayerIndex } from '../layers.ts';
import { nothingOutgoing, type FanOutReport, type LinkMedia, type OutgoingSource } from '../link-media.ts';
import { Steering } from '../steering/steering.ts';
import { connectInsertable, encodedStreamsOf, preferVp8 } from './insertable-streams.ts';
import { LinkSampler } from './link-sampler.ts';
import { SceneEncoder } from './scene-encoder.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** How often a link is looked at; where there are many, each less often, since statistics cost about 0.7 ms a link. */
const STEER_EVERY_MS = 250;
const STEER_EVERY_MS_PER_LINK = 25;

/** The link's own track is never seen: it keeps the link's clock, so it may be as small and slow as can be. */
const OWN_FRAMES_PER_SECOND = 2;
const OWN_SCALE = 40;

interface Link {
  readonly pc: RTCPeerConnection;
  readonly ownVideo: RTCRtpSender;
  readonly sampler: LinkSampler;
  /** What it should get, and what it gets: two layers while it waits for a key frame. Null while nobody is there yet. */
  wanted: LayerIndex | null;
  current: LayerIndex | null;
}

export class EncodeOnceMedia implements LinkMedia {
  readonly #report = new Store<FanOutReport>({ encoding: 'once', uplinkKbps: null, layers: new Map() });
  readonly #worker = new Worker(new URL('fan-out.worker.ts', import.meta.url), { type: 'module' });
  readonly #encoder = new SceneEncoder();
  readonly #links = new Map<LinkId, Link>();
  readonly #steering = new Steering(ladders.motion);
  #source: OutgoingSource = nothingOutgoing;
  #steerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#handle(data));
    const { video, audio } = this.#encoder.streams();
    this.#tell({ kind: 'video-encoder', readable: video }, [video]);
    this.#tell({ kind: 'audio-encoder', readable: audio }, [audio]);
    void this.#encoder.start();
  }

  get report(): ReadableStore<FanOutReport> {
    return this.#report;
  }

  open(linkId: LinkId, configuration: RTCConfiguration): RTCPeerConnection {
    const pc = connectInsertable(configuration);
    // One stream for both: the receiver then keeps lips and voice together.
    const streams = [new MediaStream()];
    // No track: an Opus encoder of its own is what the link is to be spared.
    const audio = pc.addTransceiver('audio', { direction: 'sendonly', streams });
    const video = pc.addTransceiver(this.#source.video?.clone() ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [
        {
          // Bounds the bandwidth estimate to begin with, although the own frames never go out.
          maxBitrate: ladders.motion[TOP_LAYER].maxKbps * 1500,
          maxFramerate: OWN_FRAMES_PER_SECOND,
          scaleResolutionDownBy: OWN_SCALE,
        },
      ],
    });
    preferVp8(video);
    const [ownVideo, ownAudio] = [encodedStreamsOf(video.sender), encodedStreamsOf(audio.sender)];
    this.#tell({ kind: 'link-opened', linkId, video: ownVideo, audio: ownAudio }, [
      ownVideo.readable,
      ownVideo.writable,
      ownAudio.readable,
      ownAudio.writable,
    ]);
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'connected') this.#handleConnected(linkId);
    });
    this.#links.set(linkId, {
      pc,
      ownVideo: video.sender,
      sampler: new LinkSampler(linkId, pc),
      wanted: null,
      current: null,
    });
    pc.addEventListener('signalingstatechange', () => {
      if (pc.signalingState === 'stable') this.#warmUp(linkId);
    });
    return pc;
  }

  close(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    this.#links.delete(linkId);
    this.#steering.remove(linkId);
    link.ownVideo.track?.stop();
    this.#tell({ kind: 'link-closed', linkId });
    this.#followLayers();
  }

  setSource(source: OutgoingSource): void {
    const before = this.#source;
    this.#source = source;
    if (source.content !== before.content) this.#steering.setLadder(ladders[source.content]);
    // A connection that closes in this moment has nothing left to replace.
    void this.#encoder.setSource(source).catch(() => undefined);
    if (source.video === before.video) return;
    for (const { ownVideo } of this.#links.values()) {
      ownVideo.track?.stop();
      void ownVideo.replaceTrack(source.video?.clone() ?? null).catch(() => undefined);
    }
    this.#encoder.requestKeyFrame();
  }

  requestKeyFrame(linkId: LinkId): void {
    if (this.#links.has(linkId)) this.#encoder.requestKeyFrame();
  }

  cap(linkId: LinkId, highest: LayerIndex): void {
    this.#steering.cap(linkId, highest);
    this.#steerSoon(0);
  }

  limitUplink(kbps: number | null): void {
    this.#steering.limitUplink(kbps);
    this.#steerSoon(0);
  }

  end(): void {
    clearTimeout(this.#steerTimer);
    for (const linkId of this.#links.keys()) this.close(linkId);
    this.#encoder.close();
    this.#worker.terminate();
  }

  /** Somebody has answered: the encoder is running by the time the path is up. */
  #warmUp(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    link.wanted ??= TOP_LAYER;
    this.#followLayers();
  }

  #handleConnected(linkId: LinkId): void {
    const link = this.#links.get(linkId);
    // A restart connects again; the link is known by then.
    if (!link || this.#report.get().layers.has(linkId)) return;
    this.#steering.add(linkId, performance.now());
    this.#tell({ kind: 'link-connected', linkId });
    this.#decide();
    this.#steerSoon(STEER_EVERY_MS);
  }

  #handle(message: FromWorker): void {
    switch (message.kind) {
      case 'layers-unknown':
        void this.#encoder.layers().then((layers) => this.#tell({ kind: 'layers-known', layers }));
        break;
      case 'key-frame-wanted':
      case 'link-starved':
        this.#encoder.requestKeyFrame();
        break;
      case 'layer-switched': {
        const link = this.#links.get(message.linkId);
        if (link) link.current = message.layer;
        this.#followLayers();
        break;
      }
      case 'link-broken':
        // Its connection tells its owner; here it just takes nothing more.
        this.#links.get(message.linkId)?.pc.close();
        break;
      case 'counted':
        break;
    }
  }

  /** Looks at all links and decides again; in turn, so that a slow look never overtakes the next. */
  async #steer(): Promise<void> {
    const connected = [...this.#links.values()].filter(({ pc }) => pc.connectionState === 'connected');
    const readings = await Promise.all(connected.map(({ sampler }) => sampler.read().catch(() => undefined)));
    const known = readings.filter((reading) => reading !== undefined);
    if (known.some(({ keyFrameRequested }) => keyFrameRequested)) this.#encoder.requestKeyFrame();
    this.#decide(known.map(({ sample }) => sample));
    if (this.#links.size > 0) this.#steerSoon(Math.max(STEER_EVERY_MS, STEER_EVERY_MS_PER_LINK * connected.length));
  }

  #steerSoon(afterMs: number): void {
    clearTimeout(this.#steerTimer);
    this.#steerTimer = setTimeout(() => void this.#steer(), afterMs);
  }

  #decide(samples: Parameters<Steering['observe']>[0] = []): void {
    const { layers, uplinkKbps } = this.#steering.observe(samples, performance.now());
    for (const [linkId, layer] of layers) {
      const link = this.#links.get(linkId);
      if (!link || (link.wanted === layer && this.#report.get().layers.has(linkId))) continue;
      link.wanted = layer;
      this.#tell({ kind: 'layer-chosen', linkId, layer });
    }
    this.#report.set({ encoding: 'once', uplinkKbps, layers: new Map(layers) });
    this.#followLayers();
  }

  /** Encodes what some link gets or waits for, and nothing else. */
  #followLayers(): void {
    const active = new Set<LayerIndex>();
    for (const { wanted, current } of this.#links.values()) {
      if (wanted !== null) active.add(wanted);
      if (current !== null) active.add(current);
    }
    void this.#encoder.setActive(active).catch(() => undefined);
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
