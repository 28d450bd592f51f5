/**
 * One link with encoders of its own, which follow that link's bandwidth: one for the picture, or on a
 * publishing link one for each layer.
 */
import type { QualityCap } from '@lectern/protocol';
import { TOP_LAYER, type Layer, type LayerIndex, type SoundContent } from '@lectern/steering';
import loglevel from 'loglevel';
import { preferCodecs } from '../encode-once/insertable-streams.ts';
import type { MediaLink, OutgoingScene } from '../link-media.ts';
import { KeyFrameRequests } from '../key-frame-requests.ts';
import { SenderParameters } from '../sender-parameters.ts';
import { soundEncodingOf } from '../sent-sound.ts';
import { vitalsIn, type LinkVitals, type StreamKind } from '../watch/link-vitals.ts';

const log = loglevel.getLogger('media');

/** Below this a picture is not worth sending. */
const MIN_VIDEO_KBPS = 50;

export interface OrdinaryLinkOptions {
  readonly connection: RTCConfiguration;
  readonly scene: OutgoingScene | null;
  /** To begin with; the lowest first where there are several. */
  readonly layers: readonly Layer[];
  /** The link has connected or lost its connection. */
  readonly onConnection: () => void;
  readonly onCapped: () => void;
  readonly onClosed: (link: OrdinaryLink) => void;
}

/** What one picture is encoded as, and what the presenter's uplink leaves for it. */
export interface PictureShare {
  readonly layer: Layer;
  readonly kbps: number;
}

interface Picture {
  readonly sender: RTCRtpSender;
  readonly parameters: SenderParameters;
}

export class OrdinaryLink implements MediaLink {
  readonly pc: RTCPeerConnection;
  readonly codec = null;
  readonly isCodecAgreed = true;
  readonly layer: LayerIndex | null = null;
  readonly #options: OrdinaryLinkOptions;
  readonly #audio: RTCRtpSender;
  readonly #pictures: readonly Picture[];
  readonly #soundParameters: SenderParameters;
  readonly #keyFrameRequests = new KeyFrameRequests();
  readonly #closing = new AbortController();
  #highest: QualityCap = TOP_LAYER;
  #sound: SoundContent;
  #scene: OutgoingScene | null;
  #isEncoding = true;

  constructor(options: OrdinaryLinkOptions) {
    const { connection, scene, layers } = options;
    this.#options = options;
    this.#sound = scene?.sound ?? 'speech';
    this.#scene = scene;
    this.pc = new RTCPeerConnection(connection);
    // One stream for both tracks keeps picture and sound in sync at the receiver.
    const streams = [new MediaStream()];
    const audio = this.pc.addTransceiver(scene?.audio ?? 'audio', {
      direction: 'sendonly',
      streams,
      sendEncodings: [soundEncodingOf(this.#sound)],
    });
    this.#audio = audio.sender;
    this.#pictures = layers.map((layer) => {
      const init: RTCRtpTransceiverInit = { direction: 'sendonly', streams, sendEncodings: [encodingOf(layer)] };
      const transceiver = this.pc.addTransceiver(scene?.video ?? 'video', init);
      // The relay tells layers by their codec.
      if (layers.length > 1) preferCodecs(transceiver, ['vp8']);
      const { sender } = transceiver;
      return { sender, parameters: new SenderParameters(sender) };
    });
    this.#soundParameters = new SenderParameters(audio.sender);
    const { signal } = this.#closing;
    this.pc.addEventListener('connectionstatechange', () => options.onConnection(), { signal });
  }

  get highest(): QualityCap {
    return this.#highest;
  }

  get videos(): readonly RTCRtpSender[] {
    return this.#pictures.map(({ sender }) => sender);
  }

  get isConnected(): boolean {
    return this.pc.connectionState === 'connected';
  }

  cap(highest: QualityCap): void {
    this.#highest = highest;
    this.#options.onCapped();
  }

  adaptAnswer(sdp: string): string {
    return sdp;
  }

  /** The link's own encoder receives requests by RTCP as well, which come later after an outage. */
  requestKeyFrame(): void {
    if (this.#keyFrameRequests.accepts(performance.now())) this.#makeKeyFrame();
  }

  sends(stream: StreamKind): boolean {
    if (stream === 'sound') return Boolean(this.#scene?.audio);
    return this.#isEncoding && this.#highest !== 'sound' && Boolean(this.#scene?.video);
  }

  async readVitals(): Promise<LinkVitals> {
    return vitalsIn(await this.pc.getStats());
  }

  /** Its encoders are the connection's own. */
  source(): null {
    return null;
  }

  renewWriter(stream: StreamKind): void {
    if (stream === 'sound') void replaceTracks(this.#audio, [null, this.#scene?.audio ?? null]);
    else for (const { sender } of this.#pictures) void replaceTracks(sender, [null, this.#scene?.video ?? null]);
  }

  holdPicture(): void {
    // The encoder stops by itself, by its own estimate of the line.
  }

  resumePicture(): void {
    this.#keyFrameRequests.whenAccepted(() => this.#makeKeyFrame());
  }

  onBroken(): void {
    // These tracks stop only with their connection.
  }

  close(lingerMs = 0): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#keyFrameRequests.cancel();
    this.#options.onClosed(this);
    if (lingerMs === 0) return this.pc.close();
    this.setTracks(null);
    setTimeout(() => this.pc.close(), lingerMs);
  }

  setTracks(scene: OutgoingScene | null): void {
    this.#scene = scene;
    for (const { sender } of this.#pictures) void replaceTracks(sender, [scene?.video ?? null]);
    void replaceTracks(this.#audio, [scene?.audio ?? null]);
  }

  encodeSound(sound: SoundContent): void {
    if (sound === this.#sound) return;
    this.#sound = sound;
    void this.#soundParameters.change(({ encodings: [encoding] }) => {
      if (encoding) Object.assign(encoding, soundEncodingOf(sound));
    });
  }

  /** One for each picture; those without one are not encoded. */
  encode(shares: readonly PictureShare[]): void {
    this.#isEncoding = shares.some(isWorthSending);
    for (const [index, { parameters }] of this.#pictures.entries()) {
      const share = shares[index];
      void parameters.change(({ encodings: [encoding] }) => {
        if (!encoding) return;
        encoding.active = share !== undefined && this.#highest !== 'sound' && isWorthSending(share);
        if (share) Object.assign(encoding, encodingOf(share.layer), { maxBitrate: bitrateOf(share) });
      });
    }
  }

  #makeKeyFrame(): void {
    for (const { parameters } of this.#pictures) void parameters.makeKeyFrame();
  }
}

const isWorthSending = ({ kbps }: PictureShare): boolean => kbps >= MIN_VIDEO_KBPS;

const bitrateOf = ({ layer, kbps }: PictureShare): number =>
  Math.max(MIN_VIDEO_KBPS, Math.min(layer.maxKbps, kbps)) * 1000;

async function replaceTracks(sender: RTCRtpSender, tracks: readonly (MediaStreamTrack | null)[]): Promise<void> {
  try {
    for (const track of tracks) await sender.replaceTrack(track);
  } catch (error) {
    log.debug('a link closed before its tracks were replaced:', error);
  }
}

const encodingOf = ({ maxKbps, scaleDownBy, maxFps }: Layer): RTCRtpEncodingParameters => ({
  maxBitrate: maxKbps * 1000,
  scaleResolutionDownBy: scaleDownBy,
  maxFramerate: maxFps,
});
