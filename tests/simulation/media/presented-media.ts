/** The presenter's media in a simulation: every link gets the scene while it may be sent. */
import type { LinkId, OfferedLayer, QualityCap } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { TOP_LAYER, type Codec } from '@lectern/steering';
import type {
  LinkMedia,
  MediaLink,
  MediaLinkConfig,
  MediaReport,
  OutgoingScene,
} from '../../../renderer/src/fan-out/link-media.ts';
import { vitalsIn, type LinkVitals, type StreamKind } from '../../../renderer/src/fan-out/watch/link-vitals.ts';
import type { Network } from '../network/network.ts';
import { PeerConnection } from './peer-connection.ts';

export class PresentedMedia implements LinkMedia {
  readonly report = new Store<MediaReport>({ encoding: 'once', uplinkKbps: null, layers: [] });
  readonly offered = new Store<readonly OfferedLayer[]>([]);
  readonly tooSlow = new Store<readonly Codec[]>([]);
  readonly links = new Set<PresentedLink>();
  readonly #network: Network;
  #scene: OutgoingScene | null = null;

  constructor(network: Network) {
    this.#network = network;
  }

  open({ linkId, connection }: MediaLinkConfig): PresentedLink {
    const link: PresentedLink = new PresentedLink(linkId, new PeerConnection(this.#network, connection), {
      hasScene: () => this.#scene !== null,
      onClosed: () => this.links.delete(link),
    });
    this.links.add(link);
    return link;
  }

  publish(config: MediaLinkConfig): PresentedLink {
    return this.open(config);
  }

  setScene(scene: OutgoingScene | null): void {
    this.#scene = scene;
    for (const link of this.links) link.update();
  }

  setQuality(): void {}

  close(): void {
    for (const link of this.links) link.close();
  }

  async readSentStreams(): Promise<[]> {
    return [];
  }

  async readSentSound(): Promise<null> {
    return null;
  }
}

interface LinkOptions {
  readonly hasScene: () => boolean;
  readonly onClosed: () => void;
}

export class PresentedLink implements MediaLink {
  readonly linkId: LinkId;
  readonly connection: PeerConnection;
  readonly codec = null;
  readonly isCodecAgreed = true;
  readonly layer = null;
  highest: QualityCap = TOP_LAYER;
  readonly #options: LinkOptions;
  #isHeld = false;
  /** Its stream has come to a stop, as a writer does that has failed. */
  #isStuck = false;
  #isClosed = false;

  constructor(linkId: LinkId, connection: PeerConnection, options: LinkOptions) {
    this.linkId = linkId;
    this.connection = connection;
    this.#options = options;
    // The worker keeps a key frame for a link, and sends it as soon as the path is up.
    connection.addEventListener('connectionstatechange', () => this.requestKeyFrame());
    this.update();
  }

  get pc(): RTCPeerConnection {
    return this.connection as EventTarget as RTCPeerConnection;
  }

  cap(highest: QualityCap): void {
    this.highest = highest;
    this.update();
  }

  adaptAnswer(sdp: string): string {
    return sdp;
  }

  requestKeyFrame(): void {
    this.connection.streams.sendKeyFrame();
  }

  sends(stream: StreamKind): boolean {
    return this.#wants[stream];
  }

  async readVitals(): Promise<LinkVitals> {
    return vitalsIn(await this.pc.getStats());
  }

  source(): null {
    return null;
  }

  renewWriter(): void {
    this.#isStuck = false;
    this.update();
    this.requestKeyFrame();
  }

  getStuck(): void {
    this.#isStuck = true;
    this.update();
  }

  holdPicture(): void {
    this.#isHeld = true;
    this.update();
  }

  resumePicture(): void {
    this.#isHeld = false;
    this.update();
    this.requestKeyFrame();
  }

  onBroken(): void {}

  close(lingerMs = 0): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.update();
    if (lingerMs > 0) setTimeout(() => this.#end(), lingerMs);
    else this.#end();
  }

  /** Lets go of the scene, or takes it. */
  update(): void {
    const { picture, sound } = this.#wants;
    this.connection.streams.send({ picture: picture && !this.#isStuck, sound });
  }

  get #wants(): Readonly<Record<StreamKind, boolean>> {
    const sound = this.#options.hasScene() && !this.#isClosed;
    return { picture: sound && !this.#isHeld && this.highest !== 'sound', sound };
  }

  #end(): void {
    this.connection.close();
    this.#options.onClosed();
  }
}
