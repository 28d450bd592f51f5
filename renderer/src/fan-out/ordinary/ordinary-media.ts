/** Media the ordinary way: every link has its own encoders. */
import type { QualityCap } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import {
  layerFor,
  SOUND_KBPS,
  TOP_LAYER,
  type Codec,
  type EncodedPicture,
  type LayerIndex,
  type SoundContent,
} from '@lectern/steering';
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
import { OrdinaryLink, type PictureShare } from './ordinary-link.ts';
import { SentEncodings } from './sent-encodings.ts';

const LAYERS: readonly LayerIndex[] = [0, 1, TOP_LAYER];

export class OrdinaryMedia implements LinkMedia {
  readonly report: ReadableStore<MediaReport> = new Store<MediaReport>({
    encoding: 'each',
    uplinkKbps: null,
    layers: [],
  });
  readonly offered = new LayerOffer();
  /** Each link's encoder adapts by itself. */
  readonly tooSlow = new Store<readonly Codec[]>([]);
  readonly #links = new Set<OrdinaryLink>();
  readonly #published = new Set<OrdinaryLink>();
  readonly #sentEncodings = new SentEncodings();
  readonly #soundMeter = new SoundMeter();
  #scene: OutgoingScene | null = null;
  #quality = defaultQuality;

  open(config: MediaLinkConfig): MediaLink {
    return this.#open(this.#links, config, [TOP_LAYER]);
  }

  /** As where all links share an encoder, the relay gets one medium for each layer. */
  publish(config: MediaLinkConfig): MediaLink {
    return this.#open(this.#published, config, LAYERS);
  }

  setScene(scene: OutgoingScene | null): void {
    const before = this.#scene;
    this.#scene = scene;
    this.offered.update(this.#picture);
    if (scene?.video !== before?.video || scene?.audio !== before?.audio) {
      for (const link of this.#all) link.setTracks(scene);
    }
    this.#encodeAll();
  }

  setQuality(quality: MediaQuality): void {
    this.#quality = quality;
    this.offered.update(this.#picture);
    this.#encodeAll();
  }

  async readSentStreams(): Promise<readonly SentStream[]> {
    return await this.#sentEncodings.read(
      [...this.#links].flatMap(({ videos }) => videos),
      [...this.#published].flatMap(({ videos }) => videos),
    );
  }

  async readSentSound(): Promise<SentSound | null> {
    return await this.#soundMeter.read([...this.#links], [...this.#published], this.#sound);
  }

  close(): void {
    for (const link of this.#all) link.close();
  }

  get #picture(): EncodedPicture {
    return pictureOf(this.#scene, this.#quality);
  }

  get #sound(): SoundContent {
    return this.#scene?.sound ?? 'speech';
  }

  get #all(): readonly OrdinaryLink[] {
    return [...this.#links, ...this.#published];
  }

  #open(links: Set<OrdinaryLink>, { connection }: MediaLinkConfig, layers: readonly LayerIndex[]): OrdinaryLink {
    const link = new OrdinaryLink({
      connection,
      scene: this.#scene,
      layers: layers.map((layer) => layerFor(this.#picture, layer)),
      onConnection: () => this.#shareUplink(),
      onCapped: () => this.#encodeAll(),
      onClosed: () => {
        links.delete(link);
        this.#shareUplink();
      },
    });
    links.add(link);
    return link;
  }

  /** Without a limit no link's share depends on the others. */
  #shareUplink(): void {
    if (this.#quality.uplinkKbps !== null) this.#encodeAll();
  }

  /** What is published serves many watchers, so it comes before the pictures of single links. */
  #encodeAll(): void {
    const picture = this.#picture;
    const connected = this.#all.filter(({ isConnected }) => isConnected);
    const soundKbps = connected.length * SOUND_KBPS[this.#sound];
    let leftKbps = (this.#quality.uplinkKbps ?? Number.POSITIVE_INFINITY) - soundKbps;
    for (const link of this.#all) link.encodeSound(this.#sound);
    for (const link of this.#published) {
      const shares = publishedShares(picture, link.highest, leftKbps);
      if (link.isConnected) leftKbps -= shares.reduce((sum, { kbps }) => sum + kbps, 0);
      link.encode(shares);
    }
    const pictures = connected.filter((link) => this.#links.has(link) && link.highest !== 'sound').length;
    const kbps = leftKbps / Math.max(1, pictures);
    for (const link of this.#links) {
      link.encode([{ layer: layerFor(picture, link.highest === 'sound' ? 0 : link.highest), kbps }]);
    }
  }
}

/** The lowest layers first, as far as there is something left. */
function publishedShares(picture: EncodedPicture, highest: QualityCap, kbps: number): readonly PictureShare[] {
  let leftKbps = kbps;
  const wanted = LAYERS.filter((layer) => highest !== 'sound' && layer <= highest);
  return wanted.map((index) => {
    const layer = layerFor(picture, index);
    const share = { layer, kbps: Math.max(0, Math.min(layer.maxKbps, leftKbps)) };
    leftKbps -= share.kbps;
    return share;
  });
}
