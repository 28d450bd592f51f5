/** Media the ordinary way: every link has its own encoder, and each encoder follows its own link's bandwidth. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/state';
import { layerFor, TOP_LAYER, type Layer, type EncodedPicture, type Quality } from '@lectern/steering';
import { LayerOffer } from '../layer-offer.ts';
import { nothingOutgoing, type FanOutReport, type LinkMedia, type OutgoingSource } from '../link-media.ts';
import { SenderParameters } from '../sender-parameters.ts';
import type { SentStream } from '../sent-stream.ts';
import { EncoderDescription } from './encoder-description.ts';

const AUDIO_MAX_KBPS = 64;

/** Of a picture; with less there is none. */
const LEAST_KBPS = 50;

interface OrdinaryLink {
  readonly pc: RTCPeerConnection;
  readonly video: RTCRtpSender;
  readonly audio: RTCRtpSender;
  readonly parameters: SenderParameters;
  cap: QualityCap;
}

export class OrdinaryMedia implements LinkMedia {
  readonly report: ReadableStore<FanOutReport> = new Store<FanOutReport>({
    encoding: 'each',
    uplinkKbps: null,
    layers: new Map(),
  });
  readonly offered = new LayerOffer();
  readonly #links = new Map<LinkId, OrdinaryLink>();
  readonly #description = new EncoderDescription();
  #source: OutgoingSource = nothingOutgoing;
  #quality: Quality = 'standard';
  #uplinkKbps: number | null = null;

  /** Nothing here can break without its connection. */
  open(linkId: LinkId, configuration: RTCConfiguration): RTCPeerConnection {
    const pc = new RTCPeerConnection(configuration);
    // One stream for both tracks: the receiver then keeps lips and voice together.
    const streams = [new MediaStream()];
    const audio = pc.addTransceiver(this.#source.audio ?? 'audio', {
      direction: 'sendonly',
      streams,
      sendEncodings: [{ maxBitrate: AUDIO_MAX_KBPS * 1000, priority: 'high', networkPriority: 'high' }],
    });
    const video = pc.addTransceiver(this.#source.video ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [encodingOf(layerFor(this.#picture, TOP_LAYER))],
    });
    const parameters = new SenderParameters(video.sender);
    this.#links.set(linkId, { pc, video: video.sender, audio: audio.sender, parameters, cap: TOP_LAYER });
    // Whoever comes or goes changes what is left for the others.
    pc.addEventListener('connectionstatechange', () => this.#uplinkKbps !== null && this.#applyAll());
    return pc;
  }

  close(linkId: LinkId): void {
    this.#links.delete(linkId);
    if (this.#uplinkKbps !== null) this.#applyAll();
  }

  setSource(source: OutgoingSource): void {
    this.#source = source;
    this.offered.follow(this.#picture);
    for (const { video, audio } of this.#links.values()) {
      // A connection that closes in this moment has nothing left to replace.
      void video.replaceTrack(source.video).catch(() => undefined);
      void audio.replaceTrack(source.audio).catch(() => undefined);
    }
    this.#applyAll();
  }

  setQuality(quality: Quality): void {
    this.#quality = quality;
    this.offered.follow(this.#picture);
    this.#applyAll();
  }

  async describe(): Promise<readonly SentStream[]> {
    return await this.#description.read([...this.#links].map(([linkId, { video }]) => ({ linkId, video })));
  }

  requestKeyFrame(): void {
    // Each link's own encoder hears its watcher's request by RTCP.
  }

  cap(linkId: LinkId, highest: QualityCap): void {
    const link = this.#links.get(linkId);
    if (!link) return;
    link.cap = highest;
    this.#applyAll();
  }

  limitUplink(kbps: number | null): void {
    this.#uplinkKbps = kbps;
    this.#applyAll();
  }

  end(): void {
    this.#links.clear();
  }

  get #picture(): EncodedPicture {
    return { quality: this.#quality, content: this.#source.content, height: this.#source.height ?? null };
  }

  #applyAll(): void {
    const shareKbps = this.#shareKbps;
    for (const { parameters, cap } of this.#links.values()) {
      const layer = layerFor(this.#picture, cap === 'sound' ? 0 : cap);
      void parameters.change(({ encodings: [encoding] }) => {
        if (!encoding) return;
        Object.assign(encoding, encodingOf(layer), {
          active: cap !== 'sound' && shareKbps >= LEAST_KBPS,
          maxBitrate: Math.max(LEAST_KBPS, Math.min(layer.maxKbps, shareKbps)) * 1000,
        });
      });
    }
  }

  /** What each picture may take, once everybody has their sound. Links that nobody has come for yet take nothing. */
  get #shareKbps(): number {
    if (this.#uplinkKbps === null) return Number.POSITIVE_INFINITY;
    const connected = [...this.#links.values()].filter(({ pc }) => pc.connectionState === 'connected');
    const pictures = connected.filter(({ cap }) => cap !== 'sound').length;
    return (this.#uplinkKbps - connected.length * AUDIO_MAX_KBPS) / Math.max(1, pictures);
  }
}

const encodingOf = ({ maxKbps, scaleDownBy, maxFps }: Layer): RTCRtpEncodingParameters => ({
  maxBitrate: maxKbps * 1000,
  scaleResolutionDownBy: scaleDownBy,
  maxFramerate: maxFps,
});
