/**
 * The presenter's engine and its watchers in one page, for tests of the fan-out without signaling
 * and interface. Encoders, connections and decoders are real.
 */
import { LinkId, type QualityCap } from '@lectern/protocol';
import type { Content, LayerIndex, Quality } from '@lectern/steering';
import { chooseMedia } from '../../../../renderer/src/fan-out/choose-media.ts';
import { defaultQuality, type LinkMedia, type MediaLink } from '../../../../renderer/src/fan-out/link-media.ts';
import type { SentStream } from '../../../../renderer/src/fan-out/sent-stream.ts';
import { withBreakableStreams } from './breakable-streams.ts';
import { connectEnds } from './connect-ends.ts';
import { countWriters, type WriterCount } from './counted-worker.ts';
import { drawnSource, type DrawnSource } from './drawn-source.ts';
import { RealRelay } from './real-relay.ts';
import { RelayEnd, type RelayFacts } from './relay-end.ts';
import { chooseLayer, leaveUnsteered } from './unsteered.ts';

export interface WatcherFacts {
  readonly connection: RTCPeerConnectionState;
  readonly frames: number;
  readonly keyFrames: number;
  readonly width: number;
  readonly height: number;
  readonly freezes: number;
  /** Those that its decoder has sent back (PLI and FIR). */
  readonly keyFrameRequests: number;
  readonly audioEnergy: number;
  /** Of the picture, such as `video/VP8`. */
  readonly codec: string;
  /** The shade in the picture's middle, 0 to 255, which tells sources apart. */
  readonly shade: number;
  /** The longest time between two shown frames since `resetGap()`, in milliseconds. */
  readonly longestGapMs: number;
}

interface Watcher {
  readonly link: MediaLink;
  readonly far: RTCPeerConnection;
  readonly video: HTMLVideoElement;
  renegotiations: number;
  longestGapMs: number;
  lastFrameAt: number;
}

class Engine {
  readonly #media: LinkMedia;
  readonly #content: Content;
  readonly #watchers = new Map<LinkId, Watcher>();
  readonly #broken = new Set<LinkId>();
  #relay: RelayEnd | undefined;
  readonly #away: RealRelay[] = [];
  #source: DrawnSource | undefined;
  #count = 0;

  /** With `auto` its sources are screens with text. */
  constructor(sending: 'once' | 'each', codecs: 'vp8' | 'auto') {
    this.#media = chooseMedia({ sending, codecs });
    this.#content = codecs === 'auto' ? 'text' : 'motion';
  }

  get encoding(): 'once' | 'each' {
    return this.#media.report.get().encoding;
  }

  layerOf(id: string): LayerIndex | undefined {
    return this.#find(id).link.layer ?? undefined;
  }

  /** Sets a moving picture of that size and shade with a tone as the source, or no source. */
  show(picture: { width: number; height: number; shade: number } | null): void {
    const before = this.#source;
    this.#source = picture ? drawnSource(picture) : undefined;
    const { video = null, audio = null } = this.#source ?? {};
    this.#media.setScene(picture && { video, audio, content: this.#content, sound: 'speech', size: picture });
    before?.stop();
  }

  /** `decodesAv1`: as a watcher's page says it with its answer. */
  async join(breaks?: AbortSignal, decodesAv1 = false): Promise<string> {
    this.#count += 1;
    const id = LinkId.parse(String(this.#count).padStart(22, '0'));
    const open = () => this.#media.open({ linkId: id, connection: {} });
    const link = breaks === undefined ? open() : withBreakableStreams(breaks, open);
    link.onBroken(() => this.#broken.add(id));
    const near = link.pc;
    const far = new RTCPeerConnection();
    const video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true });
    const stream = new MediaStream();
    video.srcObject = stream;
    document.body.append(video);
    const watcher: Watcher = { link, far, video, renegotiations: 0, longestGapMs: 0, lastFrameAt: 0 };
    this.#watchers.set(id, watcher);
    far.addEventListener('track', ({ track }) => stream.addTrack(track));
    const onFrame = (now: number): void => {
      if (watcher.lastFrameAt > 0) watcher.longestGapMs = Math.max(watcher.longestGapMs, now - watcher.lastFrameAt);
      watcher.lastFrameAt = now;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
    const decodes = decodesAv1 ? [{ codec: 'av1', smooth: true, powerEfficient: false }] : [];
    await connectEnds(near, far, (sdp) => link.adaptAnswer(sdp, { decodes, needsVp8: false }));
    near.addEventListener('negotiationneeded', () => (watcher.renegotiations += 1));
    return id;
  }

  /** A publishing link, and the relay's end of it in this page. */
  async publish(): Promise<void> {
    this.#relay = new RelayEnd(this.#media);
    await this.#relay.connect();
  }

  async relayFacts(): Promise<RelayFacts> {
    return await this.#publishing.facts();
  }

  /** The relay asks for the layers up to that one. */
  capPublished(highest: QualityCap): void {
    this.#publishing.link.cap(highest);
  }

  requestPublishedKeyFrame(): void {
    this.#publishing.link.requestKeyFrame();
  }

  unpublish(): void {
    this.#relay?.close();
    this.#relay = undefined;
  }

  /** A publishing link whose other end is outside this page. */
  publishAway(): RealRelay {
    const relay = new RealRelay(this.#media);
    this.#away.push(relay);
    return relay;
  }

  leave(id: string): void {
    const watcher = this.#find(id);
    watcher.link.close();
    watcher.far.close();
    watcher.video.srcObject = null;
    watcher.video.remove();
    this.#watchers.delete(LinkId.parse(id));
  }

  /** The watcher's end disappears without telling the presenter's. */
  vanish(id: string): void {
    this.#find(id).far.close();
  }

  /** Whether the media has reported the link as broken. */
  isBroken(id: string): boolean {
    return this.#broken.has(LinkId.parse(id));
  }

  cap(id: string, highest: LayerIndex): void {
    this.#find(id).link.cap(highest);
  }

  /** Where the engine was started unsteered. */
  choose(id: string, layer: LayerIndex): void {
    chooseLayer(this.#find(id).link, layer);
  }

  setQuality(quality: Quality): void {
    this.#media.setQuality({ ...defaultQuality, preset: quality });
  }

  async readSentStreams(): Promise<readonly SentStream[]> {
    return await this.#media.readSentStreams();
  }

  requestKeyFrame(id: string): void {
    this.#find(id).link.requestKeyFrame();
  }

  resetGap(id: string): void {
    this.#find(id).longestGapMs = 0;
  }

  /** As where nothing leaves: the link's stream begins again. */
  restartStream(id: string): void {
    this.#find(id).link.renewWriter('picture');
  }

  async facts(id: string): Promise<WatcherFacts> {
    const { far, video, longestGapMs, lastFrameAt } = this.#find(id);
    const facts = { frames: 0, keyFrames: 0, freezes: 0, keyFrameRequests: 0, audioEnergy: 0, codec: '' };
    const report = await far.getStats();
    for (const entry of report.values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'audio') facts.audioEnergy = entry.totalAudioEnergy ?? 0;
      else
        Object.assign(facts, {
          frames: entry.framesDecoded,
          keyFrames: entry.keyFramesDecoded,
          codec: report.get(entry.codecId ?? '')?.mimeType ?? '',
          freezes: entry.freezeCount,
          keyFrameRequests: (entry.pliCount ?? 0) + (entry.firCount ?? 0),
        });
    }
    return {
      ...facts,
      connection: far.connectionState,
      width: video.videoWidth,
      height: video.videoHeight,
      shade: shadeOf(video),
      longestGapMs: Math.max(longestGapMs, lastFrameAt > 0 ? performance.now() - lastFrameAt : 0),
    };
  }

  /** How often the link has needed renegotiation since its start. */
  renegotiations(id: string): number {
    return this.#find(id).renegotiations;
  }

  /** The limits of the link's own encoder. */
  ceiling(id: string): { scaleDownBy: number; kbps: number } {
    const video = this.#find(id)
      .link.pc.getSenders()
      .find(({ track }) => track?.kind === 'video');
    const [encoding] = video?.getParameters().encodings ?? [];
    return { scaleDownBy: encoding?.scaleResolutionDownBy ?? 0, kbps: (encoding?.maxBitrate ?? 0) / 1000 };
  }

  /** What the fan-out worker holds; only encode-once has one. */
  async workerCount(): Promise<WriterCount> {
    return await countWriters();
  }

  end(): void {
    for (const id of this.#watchers.keys()) this.leave(id);
    this.unpublish();
    for (const relay of this.#away) relay.close();
    this.#media.close();
    this.#source?.stop();
  }

  get #publishing(): RelayEnd {
    if (!this.#relay) throw new Error('nothing is published');
    return this.#relay;
  }

  #find(id: string): Watcher {
    const watcher = this.#watchers.get(LinkId.parse(id));
    if (!watcher) throw new Error(`no watcher ${id}`);
    return watcher;
  }
}

const canvas = new OffscreenCanvas(8, 8);
const context = canvas.getContext('2d', { willReadFrequently: true });

function shadeOf(video: HTMLVideoElement): number {
  if (!context || video.videoWidth === 0) return 0;
  context.drawImage(video, video.videoWidth / 2 - 4, video.videoHeight / 2 - 4, 8, 8, 0, 0, 8, 8);
  return context.getImageData(4, 4, 1, 1).data[0] ?? 0;
}

declare global {
  interface Window {
    readonly startEngine: (sending: 'once' | 'each', codecs?: 'vp8' | 'auto') => Engine;
    /** The links of engines that are started later get the layers that the test chooses. */
    readonly leaveUnsteered: () => void;
    engine: Engine;
    /** Where a test publishes to a relay outside the page. */
    relay: RealRelay;
  }
}

const startEngine: Window['startEngine'] = (sending, codecs = 'vp8') => new Engine(sending, codecs);
Object.assign(window, { startEngine, leaveUnsteered });
