/**
 * The scene's encoders, one for each codec that some link reads. That of VP8 makes the sound as
 * well, so it is always open; without a layer that is needed it encodes no picture.
 */
import type { Codec, EncodedPicture, LayerIndex } from '@lectern/steering';
import loglevel from 'loglevel';
import { ENCODER_LINGER_MS } from '../../policy/encoding.ts';
import type { OutgoingScene } from '../link-media.ts';
import type { EncoderLoad, EncoderLoads } from './codec-load.ts';
import type { EngineStream } from './engine-watch.ts';
import { KeyFrameSchedule } from './key-frame-schedule.ts';
import { SceneEncoder } from './scene-encoder.ts';
import type { EncodedLayer } from './sent-layers.ts';
import type { ToWorker } from './worker-messages.ts';

const log = loglevel.getLogger('media');

const CODECS = ['vp8', 'av1'] as const satisfies readonly Codec[];

export interface SceneEncodersOptions {
  readonly send: (message: ToWorker, transfer?: Transferable[]) => void;
  /** Whether some link reads frames of this codec. */
  readonly isRead: (codec: Codec) => boolean;
  /** The layers of this codec that some link gets or waits for. */
  readonly needed: (codec: Codec) => ReadonlySet<LayerIndex>;
}

export class SceneEncoders {
  readonly #options: SceneEncodersOptions;
  readonly #open = new Map<Codec, SceneEncoder>();
  readonly #keyFrames: Readonly<Record<Codec, KeyFrameSchedule>> = {
    vp8: new KeyFrameSchedule(() => this.makeKeyFrame('vp8')),
    av1: new KeyFrameSchedule(() => this.makeKeyFrame('av1')),
  };
  #scene: OutgoingScene | null = null;
  #picture: EncodedPicture;
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SceneEncodersOptions, picture: EncodedPicture) {
    this.#options = options;
    this.#picture = picture;
    this.#start('vp8');
  }

  keyFrames(codec: Codec): KeyFrameSchedule {
    return this.#keyFrames[codec];
  }

  /** Of its frames; undefined while it is not known. */
  payloadType(codec: Codec): number | undefined {
    return this.#open.get(codec)?.payloadType;
  }

  setScene(scene: OutgoingScene | null, picture: EncodedPicture): void {
    this.#scene = scene;
    this.#picture = picture;
    for (const encoder of this.#open.values()) void this.#apply(encoder);
  }

  /** Which links there are has changed, or what they get or want. */
  update(): void {
    if (this.#options.isRead('av1')) {
      clearTimeout(this.#lingerTimer);
      this.#lingerTimer = undefined;
      if (!this.#open.has('av1')) this.#start('av1');
    } else if (this.#open.has('av1')) {
      this.#lingerTimer ??= setTimeout(() => this.#closeAv1(), ENCODER_LINGER_MS);
    }
    for (const [codec, encoder] of this.#open) void encoder.setNeeded(this.#options.needed(codec));
  }

  async nameLayers(codec: Codec): Promise<void> {
    const layers = await this.#open.get(codec)?.layers();
    if (layers) this.#options.send({ type: 'layers-known', codec, layers });
  }

  /**
   * The links' clocks must know how much later than their own frames an encoder's arrive. Returns
   * the loads of those that encode something, or nothing where they cannot be read.
   */
  async time(): Promise<EncoderLoads> {
    const loads: Partial<Record<Codec, EncoderLoad>> = {};
    try {
      for (const [codec, encoder] of this.#open) {
        const load = await encoder.load();
        const { encodeMs } = load;
        if (encodeMs !== undefined) this.#options.send({ type: 'encoder-timed', codec, encodeMs });
        if (this.#options.needed(codec).size > 0) loads[codec] = load;
      }
    } catch (error) {
      log.debug('the statistics of an encoder could not be read:', error);
    }
    return loads;
  }

  async encodings(): Promise<readonly EncodedLayer[]> {
    const found = await Promise.all(
      [...this.#open].map(async ([codec, encoder]) =>
        (await encoder.encodings()).map(([layer, stream]) => ({ codec, layer, stream })),
      ),
    );
    return found.flat();
  }

  async soundStatistics(): Promise<RTCStatsReport | undefined> {
    return await this.#open.get('vp8')?.soundStatistics();
  }

  /** What the scene has given to each. */
  async sources(): Promise<Readonly<Record<EngineStream, number | null>>> {
    const sourcesOf = async (codec: Codec) => await this.#open.get(codec)?.sources();
    const [vp8, av1] = await Promise.all(CODECS.map(sourcesOf));
    return { vp8: vp8?.picture ?? null, av1: av1?.picture ?? null, sound: vp8?.sound ?? null };
  }

  makeKeyFrame(codec: Codec): void {
    void this.#open.get(codec)?.makeKeyFrame();
  }

  /** Another one in its place. */
  renew(codec: Codec): void {
    if (!this.#open.has(codec)) return;
    this.#open.get(codec)?.close();
    this.#start(codec);
    this.update();
  }

  renewAll(): void {
    for (const codec of CODECS) this.renew(codec);
  }

  close(): void {
    clearTimeout(this.#lingerTimer);
    for (const codec of CODECS) this.#keyFrames[codec].close();
    for (const encoder of this.#open.values()) encoder.close();
  }

  #start(codec: Codec): void {
    const encoder = new SceneEncoder({ codec, keyFrames: this.#keyFrames[codec], hasSound: codec === 'vp8' });
    const { video, audio } = encoder.streams();
    this.#options.send({ type: 'encoder-opened', codec, video, audio }, audio ? [video, audio] : [video]);
    void encoder.start();
    this.#open.set(codec, encoder);
    void this.#apply(encoder);
  }

  #closeAv1(): void {
    this.#lingerTimer = undefined;
    if (this.#options.isRead('av1')) return;
    this.#open.get('av1')?.close();
    this.#open.delete('av1');
    this.#options.send({ type: 'encoder-closed', codec: 'av1' });
  }

  async #apply(encoder: SceneEncoder): Promise<void> {
    try {
      await encoder.setScene(this.#scene, this.#picture);
    } catch (error) {
      log.debug('an encoder closed before it took the scene:', error);
    }
  }
}
