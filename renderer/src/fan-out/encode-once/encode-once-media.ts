/**
 * Media encoded once for all links: the scene's encoder, the worker that forwards its frames, and
 * the steering of the links' layers.
 */
import type { ReadableStore } from '@lectern/state';
import { laddersFor, type LayerIndex, type EncodedPicture, type SoundContent } from '@lectern/steering';
import loglevel from 'loglevel';
import type { EngineRepair } from '../../policy/encoding.ts';
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
import type { StreamKind } from '../watch/link-vitals.ts';
import { clockTracksOf, stopClockTracks, type ClockTracks } from './clock-tracks.ts';
import { EncodedLink } from './encoded-link.ts';
import { EngineWatch } from './engine-watch.ts';
import { KeyFrameSchedule } from './key-frame-schedule.ts';
import { PublishingLinks } from './publishing-links.ts';
import { SceneEncoder } from './scene-encoder.ts';
import { SentLayers } from './sent-layers.ts';
import { SteeringLoop } from './steering-loop.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const log = loglevel.getLogger('media');

export class EncodeOnceMedia implements LinkMedia {
  readonly offered = new LayerOffer();
  #scene: OutgoingScene | null = null;
  #quality = defaultQuality;
  #picture: EncodedPicture = pictureOf(this.#scene, this.#quality);
  readonly #keyFrames = new KeyFrameSchedule(() => void this.#encoder.makeKeyFrame());
  readonly #links = new Set<EncodedLink>();
  readonly #steering = new SteeringLoop({
    ladders: laddersFor(this.#picture),
    onDecided: () => this.#updateLayers(),
    onRead: () => this.#timeEncoder(),
  });
  readonly #published = new PublishingLinks(
    {
      onNeed: (kbps) => this.#steering.reserve(kbps),
      onLayers: () => this.#updateLayers(),
      onRead: () => this.#timeEncoder(),
    },
    laddersFor(this.#picture),
  );
  readonly #sentLayers = new SentLayers(() => this.#encoder.encodings());
  readonly #soundMeter = new SoundMeter();
  #sound: SoundContent = 'speech';
  #clock: ClockTracks | null = null;
  #worker = this.#startWorker();
  #encoder = this.#openEncoder();
  readonly #watch = new EngineWatch({
    needs: (stream) => this.#needs(stream),
    countFrames: () => this.#send({ type: 'count-frames' }),
    readSources: () => this.#encoder.sources(),
    repair: (repair) => this.#repair(repair),
  });

  get report(): ReadableStore<MediaReport> {
    return this.#steering.report;
  }

  open(config: MediaLinkConfig): MediaLink {
    const link = new EncodedLink({
      ...config,
      worker: this.#worker,
      keyFrames: this.#keyFrames,
      steering: this.#steering,
      clock: this.#clock,
      encoded: () => this.#watch.encoded,
      onConnected: () => void this.#timeEncoder(),
      onLayers: () => this.#updateLayers(),
      onClosed: () => {
        this.#links.delete(link);
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
      keyFrames: this.#keyFrames,
      clock: this.#clock,
      encoded: () => this.#watch.encoded,
      onConnected: () => void this.#timeEncoder(),
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
    for (const link of this.#links) void link.probe(this.#steering.topKbps);
  }

  async readSentStreams(): Promise<readonly SentStream[]> {
    return await this.#sentLayers.read([...this.#links], this.#published.layered);
  }

  async readSentSound(): Promise<SentSound | null> {
    const [links, { all }] = [[...this.#links], this.#published];
    return await this.#soundMeter.read(links, all, this.#sound, () => this.#encoder.soundStatistics());
  }

  close(): void {
    this.#watch.close();
    for (const link of this.#links) link.close();
    this.#published.close();
    this.#steering.close();
    this.#keyFrames.close();
    stopClockTracks(this.#clock);
    this.#encoder.close();
    this.#worker.terminate();
  }

  #updatePicture(): void {
    const before = this.#picture;
    const picture = pictureOf(this.#scene, this.#quality);
    this.#picture = picture;
    this.offered.update(picture);
    const soundBefore = this.#sound;
    this.#sound = this.#scene?.sound ?? soundBefore;
    if (picture.content !== before.content || picture.quality !== before.quality || this.#sound !== soundBefore) {
      const ladders = laddersFor(picture);
      this.#steering.setLadders(ladders, this.#sound);
      this.#published.setLadders(ladders, this.#sound);
    }
    void this.#applyToEncoder();
  }

  async #applyToEncoder(): Promise<void> {
    try {
      await this.#encoder.setScene(this.#scene, this.#picture);
    } catch (error) {
      log.debug('the encoder closed before it took the scene:', error);
    }
  }

  async #nameLayers(): Promise<void> {
    this.#send({ type: 'layers-known', layers: await this.#encoder.layers() });
  }

  /** The links' clocks must know how much later than their own frames the encoder's arrive. */
  async #timeEncoder(): Promise<void> {
    try {
      const encodeMs = await this.#encoder.encodeMs();
      if (encodeMs !== undefined) this.#send({ type: 'encoder-timed', encodeMs });
    } catch (error) {
      log.debug('the encoder’s statistics could not be read:', error);
    }
  }

  /** Encodes the layers that some link gets or waits for, and no others. */
  #updateLayers(): void {
    void this.#encoder.setNeeded(this.#neededLayers());
  }

  #neededLayers(): ReadonlySet<LayerIndex> {
    const needed = new Set<LayerIndex>(this.#published.needed);
    for (const { wanted, sent } of this.#links) {
      if (wanted !== null) needed.add(wanted);
      if (sent !== null) needed.add(sent);
    }
    return needed;
  }

  #needs(stream: StreamKind): boolean {
    const links = [...this.#links, ...this.#published.all];
    if (stream === 'sound') return links.length > 0 && Boolean(this.#scene?.audio);
    return Boolean(this.#scene?.video) && links.some(({ layer }) => layer !== null);
  }

  #repair(repair: EngineRepair): void {
    if (repair === 'key-frame') void this.#encoder.makeKeyFrame();
    else if (repair === 'encoder') this.#renewEncoder();
    else this.#renewWorker();
  }

  #renewEncoder(): void {
    this.#encoder.close();
    this.#encoder = this.#openEncoder();
    void this.#applyToEncoder();
    this.#updateLayers();
  }

  /** The links' streams are lost with it. */
  #renewWorker(): void {
    this.#worker.terminate();
    this.#worker = this.#startWorker();
    this.#renewEncoder();
    // Their replacements may be opened meanwhile.
    const lost = [...this.#links, ...this.#published.all];
    for (const link of lost) link.break();
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('fan-out.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'layers-unknown') void this.#nameLayers();
      else this.#watch.noteAnswer(data.counts);
    });
    worker.postMessage({ type: 'start', logLevel: log.getLevel() } satisfies ToWorker, []);
    return worker;
  }

  #openEncoder(): SceneEncoder {
    const encoder = new SceneEncoder(this.#keyFrames);
    const { video, audio } = encoder.streams();
    this.#send({ type: 'encoder-opened', video, audio }, [video, audio]);
    void encoder.start();
    return encoder;
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
