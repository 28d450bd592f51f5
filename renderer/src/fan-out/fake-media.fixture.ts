/**
 * Media for tests without a browser: its connections offer and close like real ones and lead
 * nowhere.
 */
import type { LinkId, LinkMessage, OfferedLayer, QualityCap } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { TOP_LAYER, type Codec } from '@lectern/steering';
import type { AnsweringWatcher } from './codec-choice.ts';
import { vitalsIn, type LinkVitals } from './watch/link-vitals.ts';
import type { LinkMedia, MediaLink, MediaLinkConfig, MediaReport, OutgoingScene } from './link-media.ts';

export class FakeMedia implements LinkMedia {
  readonly report = new Store<MediaReport>({ encoding: 'each', uplinkKbps: null, layers: [] });
  readonly offered = new Store<readonly OfferedLayer[]>([]);
  readonly tooSlow = new Store<readonly Codec[]>([]);
  /** Every link since the start, closed ones too. */
  readonly links: FakeMediaLink[] = [];
  scene: OutgoingScene | null = null;

  open({ linkId }: MediaLinkConfig): FakeMediaLink {
    const link = new FakeMediaLink(linkId);
    this.links.push(link);
    return link;
  }

  publish({ linkId }: MediaLinkConfig): FakeMediaLink {
    return this.open({ linkId, connection: {} });
  }

  setScene(scene: OutgoingScene | null): void {
    this.scene = scene;
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

export class FakeMediaLink implements MediaLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  readonly layer = null;
  highest: QualityCap = TOP_LAYER;
  codec: Codec | null = null;
  isCodecAgreed = true;
  /** The watcher whose answer it was given last. */
  answering: AnsweringWatcher | undefined;
  readonly #connection = new FakeConnection();
  #onBroken: () => void = () => undefined;

  constructor(linkId: LinkId) {
    this.linkId = linkId;
    this.pc = this.#connection as EventTarget as RTCPeerConnection;
  }

  /** Nothing arrives from the watcher, or something again. */
  cut(isCut: boolean): void {
    this.#connection.isCut = isCut;
  }

  get hasChannel(): boolean {
    return this.#connection.hasChannel;
  }

  /** The kinds of the messages that were sent to the watcher. */
  get sent(): readonly string[] {
    return this.#connection.channel.sent;
  }

  cap(highest: QualityCap): void {
    this.highest = highest;
  }

  adaptAnswer(sdp: string, watcher: AnsweringWatcher): string {
    this.answering = watcher;
    return sdp;
  }

  requestKeyFrame(): void {}

  sends(): boolean {
    return true;
  }

  async readVitals(): Promise<LinkVitals> {
    return vitalsIn(await this.pc.getStats());
  }

  source(): null {
    return null;
  }

  renewWriter(): void {}

  holdPicture(): void {}

  resumePicture(): void {}

  onBroken(listener: () => void): void {
    this.#onBroken = listener;
  }

  /** The watcher says it over the data channel. */
  say(message: LinkMessage): void {
    this.#connection.channel.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  /** Nothing can be written to this link any more. */
  breakDown(): void {
    this.#onBroken();
  }

  close(): void {
    this.pc.close();
  }
}

class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting';
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push((JSON.parse(text) as LinkMessage).kind);
  }
}

class FakeConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  iceGatheringState: RTCIceGatheringState = 'complete';
  localDescription: RTCSessionDescription | null = null;
  isCut = false;
  hasChannel = false;
  readonly channel = new FakeChannel();
  #packets = 0;

  /** Something has arrived since the last reading, unless it is cut. */
  async getStats(): Promise<ReadonlyMap<string, object>> {
    if (!this.isCut) this.#packets += 1;
    return new Map<string, object>([['t', { type: 'transport', packetsReceived: this.#packets }]]);
  }

  createDataChannel(_label: string): RTCDataChannel {
    this.hasChannel = true;
    return this.channel as EventTarget as RTCDataChannel;
  }

  async createOffer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'offer', sdp: 'o' };
  }

  async setLocalDescription({ type, sdp }: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = { type, sdp } as RTCSessionDescription;
    this.signalingState = 'have-local-offer';
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  /** An answered connection is connected at once. */
  async setRemoteDescription(_answer: RTCSessionDescriptionInit): Promise<void> {
    this.signalingState = 'stable';
    this.connectionState = 'connected';
    this.dispatchEvent(new Event('connectionstatechange'));
    this.channel.readyState = 'open';
    this.channel.dispatchEvent(new Event('open'));
  }

  restartIce(): void {}

  close(): void {
    this.connectionState = 'closed';
  }
}
