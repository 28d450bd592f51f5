/**
 * Media encoded once for all links: the scene's encoders, the worker that forwards their frames, and
 * the steering of the links' layers.
 */
import { Store, type ReadableStore } from '@lectern/state';
import { laddersFor, type Codec, type EncodedPicture, type LayerIndex, type SoundContent } from '@lectern/steering';
import loglevel from 'loglevel';
import type { EngineRepair } from '../../policy/encoding.ts';
import { chooseCodec, isText, type AnsweringWatcher } from '../codec-choice.ts';
import { LayerOffer } from '../layer-offer.ts';
import {
  defaultQuality,
  pictureOf,
  type LinkMedia,
  type MediaLink,
  type MediaLinkConfig,
  type MediaQuality,
  type MediaReport,
  type OutgoingScene,
} from '../link-media.ts';
import { SoundMeter, type SentSound } from '../sent-sound.ts';
import type { SentStream } from '../sent-stream.ts';
import { clockTracksOf, stopClockTracks, type ClockTracks } from './clock-tracks.ts';
import { EncodedLink } from './encoded-link.ts';
import { CodecLoad } from './codec-load.ts';
import { EngineWatch, type EngineStream } from './engine-watch.ts';
import { PublishingLinks } from './publishing-links.ts';
import { SceneEncoders } from './scene-encoders.ts';
import { SentLayers } from './sent-layers.ts';
import { SteeringLoop } from './steering-loop.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const log = loglevel.getLogger('media');

export class EncodeOnceMedia implements LinkMedia {
  readonly #codecs: readonly Codec[];
  readonly offered = new LayerOffer();
  readonly tooSlow = new Store<readonly Codec[]>([]);
  #scene: OutgoingScene | null = null;
  #quality = defaultQuality;
  #picture: EncodedPicture = pictureOf(this.#scene, this.#quality);
  readonly #links = new Set<EncodedLink>();
  readonly #steering = new SteeringLoop({
    ladders: laddersFor(this.#picture),
    onDecided: () => this.#encoders.update(),
    onRead: () => this.#timeEncoders(),
  });
  readonly #published = new PublishingLinks(
    {
      onNeed: (kbps) => this.#steering.reserve(kbps),
      onLayers: () => this.#encoders.update(),
      onRead: () => this.#timeEncoders(),
    },
    laddersFor(this.#picture),
  );
  readonly #sentLayers = new SentLayers(() => this.#encoders.encodings());
  readonly #soundMeter = new SoundMeter();
  #sound: SoundContent = 'speech';
  #clock: ClockTracks | null = null;
  readonly #load = new CodecLoad();
  /** Whether pictures of text are those that it is too slow for, and others. */
  readonly #tooSlowFor = { text: false, motion: false };
  #worker = this.#startWorker();
  readonly #encoders = new SceneEncoders(
    {
      send: (message, transfer) => this.#send(message, transfer),
      isRead: (codec) => codec === 'vp8' || [...this.#links].some((link) => link.codec === codec),
      needed: (codec) => this.#neededLayers(codec),
    },
    this.#picture,
  );
  readonly #watch = new EngineWatch({
    needs: (stream) => this.#needs(stream),
    countFrames: () => this.#send({ type: 'count-frames' }),
    readSources: () => this.#encoders.sources(),
    repair: (repair, stream) => this.#repair(repair, stream),
  });

  /** `codecs`: of its links, each of which has one of them; VP8 first. */
  constructor(codecs: readonly Codec[]) {
    this.#codecs = codecs;
  }

  get report(): ReadableStore<MediaReport> {
    return this.#steering.report;
  }

  open(config: MediaLinkConfig): MediaLink {
    const link = new EncodedLink({
      ...config,
      worker: this.#worker,
      keyFrames: (codec) => this.#encoders.keyFrames(codec),
      codecs: this.#codecs,
      payloadType: (codec) => this.#encoders.payloadType(codec),
      chooseCodec: (watcher) => this.#chooseCodec(watcher),
      steering: this.#steering,
      clock: this.#clock,
      encoded: () => this.#watch.encoded,
      onConnected: () => void this.#timeEncoders(),
      onLayers: () => this.#encoders.update(),
      onClosed: () => {
        this.#links.delete(link);
        // The next decision updates the encoders.
        this.#steering.remove(link);
      },
    });
    this.#links.add(link);
    return link;
  }

  publish(config: MediaLinkConfig): MediaLink {
    return this.#published.open({
      ...config,
      worker: this.#worker,
      keyFrames: this.#encoders.keyFrames('vp8'),
      clock: this.#clock,
      encoded: () => this.#watch.encoded,
      onConnected: () => void this.#timeEncoders(),
    });
  }

  setScene(scene: OutgoingScene | null): void {
    const before = this.#scene;
    this.#scene = scene;
    this.#updatePicture();
    if (scene?.video === before?.video) return;
    const clock = this.#clock;
    this.#clock = scene?.video ? clockTracksOf(scene.video) : null;
    for (const link of this.#links) {
      link.setClock(this.#clock);
      // Another picture is sharp at once.
      link.awaitKeyFrame();
    }
    this.#published.setClock(this.#clock);
    stopClockTracks(clock);
  }

  setQuality(quality: MediaQuality): void {
    const before = this.#quality;
    this.#quality = quality;
    this.#updatePicture();
    if (quality.uplinkKbps !== before.uplinkKbps) {
      this.#published.limitUplink(quality.uplinkKbps);
      this.#steering.limitUplink(quality.uplinkKbps);
    }
    if (quality.preset === before.preset) return;
    // The estimates were bounded by what the old top layer needed.
    for (const link of this.#links) void link.probe(this.#steering.topKbps(link.codec));
  }

  async readSentStreams(): Promise<readonly SentStream[]> {
    return await this.#sentLayers.read([...this.#links], this.#published.layered);
  }

  async readSentSound(): Promise<SentSound | null> {
    const [links, { all }] = [[...this.#links], this.#published];
    return await this.#soundMeter.read(links, all, this.#sound, () => this.#encoders.soundStatistics());
  }

  close(): void {
    this.#watch.close();
    for (const link of this.#links) link.close();
    this.#published.close();
    this.#steering.close();
    stopClockTracks(this.#clock);
    this.#encoders.close();
    this.#worker.terminate();
  }

  #updatePicture(): void {
    const before = this.#picture;
    const picture = pictureOf(this.#scene, this.#quality);
    this.#picture = picture;
    this.offered.update(picture);
    const soundBefore = this.#sound;
    this.#sound = this.#scene?.sound ?? soundBefore;
    const isOther =
      picture.content !== before.content || picture.isScreen !== before.isScreen || picture.quality !== before.quality;
    if (isOther || this.#sound !== soundBefore) {
      const ladders = laddersFor(picture);
      this.#steering.setLadders(ladders, this.#sound);
      this.#published.setLadders(ladders, this.#sound);
    }
    this.#updateTooSlow();
    this.#encoders.setScene(this.#scene, picture);
  }

  #chooseCodec(watcher: AnsweringWatcher): Codec {
    return chooseCodec(watcher, {
      picture: this.#picture,
      processors: navigator.hardwareConcurrency,
      isTooSlow: this.tooSlow.get().includes('av1'),
    });
  }

  async #timeEncoders(): Promise<void> {
    const isOfText = isText(this.#picture);
    const loads = await this.#encoders.time();
    if (!this.#load.observe(loads, isOfText, performance.now())) return;
    log.warn('this machine is too slow for AV1: its watchers get VP8', loads);
    this.#tooSlowFor[isOfText ? 'text' : 'motion'] = true;
    this.#updateTooSlow();
  }

  #updateTooSlow(): void {
    const isTooSlow = this.#tooSlowFor[isText(this.#picture) ? 'text' : 'motion'];
    if (isTooSlow !== this.tooSlow.get().length > 0) this.tooSlow.set(isTooSlow ? ['av1'] : []);
  }

  /** The layers that some link gets or waits for. */
  #neededLayers(codec: Codec): ReadonlySet<LayerIndex> {
    const needed = new Set<LayerIndex>(codec === 'vp8' ? this.#published.needed : []);
    for (const link of this.#links) {
      if (link.codec !== codec) continue;
      if (link.wanted !== null) needed.add(link.wanted);
      if (link.sent !== null) needed.add(link.sent);
    }
    return needed;
  }

  #needs(stream: EngineStream): boolean {
    const links = [...this.#links, ...this.#published.all];
    if (stream === 'sound') return links.length > 0 && Boolean(this.#scene?.audio);
    return Boolean(this.#scene?.video) && links.some(({ codec, layer }) => codec === stream && layer !== null);
  }

  #repair(repair: EngineRepair, stream: EngineStream): void {
    const codec = stream === 'sound' ? 'vp8' : stream;
    if (repair === 'key-frame') this.#encoders.makeKeyFrame(codec);
    else if (repair === 'encoder') this.#encoders.renew(codec);
    else this.#renewWorker();
  }

  /** The links' streams are lost with it. */
  #renewWorker(): void {
    this.#worker.terminate();
    this.#worker = this.#startWorker();
    this.#encoders.renewAll();
    // Their replacements may be opened meanwhile.
    const lost = [...this.#links, ...this.#published.all];
    for (const link of lost) link.break();
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('fan-out.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'layers-unknown') void this.#encoders.nameLayers(data.codec);
      else this.#watch.noteAnswer(data.counts);
    });
    worker.postMessage({ type: 'start', logLevel: log.getLevel() } satisfies ToWorker, []);
    return worker;
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
