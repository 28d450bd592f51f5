/** Media the ordinary way: every link has its own encoder, and each encoder follows its own link's bandwidth. */
import type { LinkId, QualityCap } from '@lectern/protocol';
import { Store, type ReadableStore } from '@lectern/rtc';
import { layerFor, TOP_LAYER, type Layer, type Making, type Quality } from '../layers.ts';
import { LayerOffer } from '../layer-offer.ts';
import { nothingOutgoing, type FanOutReport, type LinkMedia, type OutgoingSource } from '../link-media.ts';
import type { SentStream } from '../sent-stream.ts';
import { EncoderDescription } from './encoder-description.ts';

const AUDIO_MAX_KBPS = 64;

interface Senders {
  readonly video: RTCRtpSender;
  readonly audio: RTCRtpSender;
  cap: QualityCap;
}

export class OrdinaryMedia implements LinkMedia {
  readonly report: ReadableStore<FanOutReport> = new Store<FanOutReport>({
    encoding: 'each',
    uplinkKbps: null,
    layers: new Map(),
  });
  readonly offered = new LayerOffer();
  readonly #links = new Map<LinkId, Senders>();
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
      sendEncodings: [encodingOf(layerFor(this.#making, TOP_LAYER))],
    });
    this.#links.set(linkId, { video: video.sender, audio: audio.sender, cap: TOP_LAYER });
    if (this.#uplinkKbps !== null) this.#applyAll();
    return pc;
  }

  close(linkId: LinkId): void {
    this.#links.delete(linkId);
    if (this.#uplinkKbps !== null) this.#applyAll();
  }

  setSource(source: OutgoingSource): void {
    this.#source = source;
    this.offered.follow(this.#making);
    for (const { video, audio } of this.#links.values()) {
      // A connection that closes in this moment has nothing left to replace.
      void video.replaceTrack(source.video).catch(() => undefined);
      void audio.replaceTrack(source.audio).catch(() => undefined);
    }
    this.#applyAll();
  }

  setQuality(quality: Quality): void {
    this.#quality = quality;
    this.offered.follow(this.#making);
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
    this.#apply(link);
  }

  limitUplink(kbps: number | null): void {
    this.#uplinkKbps = kbps;
    this.#applyAll();
  }

  end(): void {
    this.#links.clear();
  }

  get #making(): Making {
    return { quality: this.#quality, content: this.#source.content, height: this.#source.height ?? null };
  }

  #applyAll(): void {
    for (const link of this.#links.values()) this.#apply(link);
  }

  #apply({ video, cap }: Senders): void {
    const layer = layerFor(this.#making, cap === 'sound' ? 0 : cap);
    const shareKbps =
      this.#uplinkKbps === null ? Number.POSITIVE_INFINITY : this.#uplinkKbps / this.#links.size - AUDIO_MAX_KBPS;
    const parameters = video.getParameters();
    const [encoding] = parameters.encodings;
    if (!encoding) return;
    encoding.active = cap !== 'sound';
    encoding.maxBitrate = Math.max(50, Math.min(layer.maxKbps, shareKbps)) * 1000;
    encoding.scaleResolutionDownBy = layer.scaleDownBy;
    encoding.maxFramerate = layer.maxFps;
    // Closed meanwhile, or another change came first, which then carries the newer values.
    void video.setParameters(parameters).catch(() => undefined);
  }
}

const encodingOf = ({ maxKbps, scaleDownBy, maxFps }: Layer): RTCRtpEncodingParameters => ({
  maxBitrate: maxKbps * 1000,
  scaleResolutionDownBy: scaleDownBy,
  maxFramerate: maxFps,
});
