/** Media the ordinary way: every link has its own encoders. */
import { Store, type ReadableStore } from '@lectern/state';
import { layerFor, SOUND_KBPS, TOP_LAYER, type EncodedPicture, type SoundContent } from '@lectern/steering';
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
import { OrdinaryLink } from './ordinary-link.ts';
import { SentEncodings } from './sent-encodings.ts';

export class OrdinaryMedia implements LinkMedia {
  readonly report: ReadableStore<MediaReport> = new Store<MediaReport>({
    encoding: 'each',
    uplinkKbps: null,
    layers: [],
  });
  readonly offered = new LayerOffer();
  readonly #links = new Set<OrdinaryLink>();
  readonly #sentEncodings = new SentEncodings();
  readonly #soundMeter = new SoundMeter();
  #scene: OutgoingScene | null = null;
  #quality = defaultQuality;

  open({ connection }: MediaLinkConfig): MediaLink {
    const link = new OrdinaryLink({
      connection,
      scene: this.#scene,
      layer: layerFor(this.#picture, TOP_LAYER),
      onConnection: () => this.#shareUplink(),
      onCapped: () => this.#encodeAll(),
      onClosed: () => {
        this.#links.delete(link);
        this.#shareUplink();
      },
    });
    this.#links.add(link);
    return link;
  }

  setScene(scene: OutgoingScene | null): void {
    const before = this.#scene;
    this.#scene = scene;
    this.offered.update(this.#picture);
    if (scene?.video !== before?.video || scene?.audio !== before?.audio) {
      for (const link of this.#links) link.setTracks(scene);
    }
    this.#encodeAll();
  }

  setQuality(quality: MediaQuality): void {
    this.#quality = quality;
    this.offered.update(this.#picture);
    this.#encodeAll();
  }

  async readSentStreams(): Promise<readonly SentStream[]> {
    return await this.#sentEncodings.read([...this.#links]);
  }

  async readSentSound(): Promise<SentSound | null> {
    return await this.#soundMeter.read([...this.#links], this.#sound);
  }

  close(): void {
    for (const link of this.#links) link.close();
  }

  get #picture(): EncodedPicture {
    return pictureOf(this.#scene, this.#quality);
  }

  get #sound(): SoundContent {
    return this.#scene?.sound ?? 'speech';
  }

  /** Without a limit no link's share depends on the others. */
  #shareUplink(): void {
    if (this.#quality.uplinkKbps !== null) this.#encodeAll();
  }

  #encodeAll(): void {
    const [picture, shareKbps] = [this.#picture, this.#shareKbps];
    for (const link of this.#links) {
      link.encodeSound(this.#sound);
      link.encode(layerFor(picture, link.highest === 'sound' ? 0 : link.highest), shareKbps);
    }
  }

  /**
   * What each picture may use once every watcher has sound. Links without a watcher count for
   * nothing.
   */
  get #shareKbps(): number {
    const { uplinkKbps } = this.#quality;
    if (uplinkKbps === null) return Number.POSITIVE_INFINITY;
    const connected = [...this.#links].filter(({ isConnected }) => isConnected);
    const pictures = connected.filter(({ highest }) => highest !== 'sound').length;
    return (uplinkKbps - connected.length * SOUND_KBPS[this.#sound]) / Math.max(1, pictures);
  }
}
