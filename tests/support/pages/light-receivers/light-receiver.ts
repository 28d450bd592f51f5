/** A watcher that joins, receives and acknowledges like any other, but does not decode. */
import { watcherTable, spoken, type LinkId, type LinkOpening, type RoomId } from '@lectern/protocol';
import { InboundLink, linkConfiguration, SignalingClient, type InboundCarrier } from '@lectern/rtc';
import { LADDER, NOTICING } from '../../../../watcher-web/src/policy.ts';
import type { WatcherReading } from '../../measure/watcher-reading.ts';
import type { FrameCount } from './count-frames.worker.ts';
import type { CountingWorker } from './counting-worker.ts';

/** Where a busy service names no time. */
const BUSY_RETRY_MS = 1_000;
/** How often is looked whether the picture of a further link has begun. */
const LOOK_MS = 50;
/** What a page says of a picture that it shows. */
const SHOWN = { width: 1280, height: 720, fps: 30, freezes: 0, droppedFrames: 0, decodeMs: 1, delayMs: null } as const;
const REPORT = { ...SHOWN, route: 'direct', page: 'shown', sound: 'on' } as const;

export interface LightReceiverOptions {
  readonly serviceUrl: string;
  readonly roomId: RoomId;
  readonly number: number;
  readonly worker: CountingWorker;
}

export class LightReceiver {
  readonly #options: LightReceiverOptions;
  readonly #signaling: SignalingClient;
  #link: InboundLink | undefined;
  /** Plays until the picture of the newest link has begun. */
  #former: InboundLink | undefined;

  constructor(options: LightReceiverOptions) {
    this.#options = options;
    this.#signaling = new SignalingClient({
      table: watcherTable,
      url: options.serviceUrl,
      handshake: () => ({ role: 'watcher', protocol: spoken, roomId: options.roomId }),
      onDisconnected: () => undefined,
      onRefused: (error) => {
        // The bench prints the page's unhandled errors.
        if (error.code !== 'busy') throw error;
        setTimeout(() => this.#signaling.retry(), error.waitMs ?? BUSY_RETRY_MS);
      },
      notices: {
        'room:joined': ({ link }) => {
          if (link === undefined) return;
          this.#closeLinks();
          this.#open(link);
        },
        'link:opened': (opening) => this.#open(opening),
        'link:offered': ({ linkId, round, sdp, iceServers }) =>
          void this.#find(linkId)?.handleOffer(round, sdp, iceServers),
        'link:candidate-found': ({ linkId, round, candidate }) =>
          void this.#find(linkId)?.handleCandidate(round, candidate),
        'link:closed': ({ linkId }) => this.#close(this.#find(linkId)),
      },
    });
    this.#signaling.connect();
  }

  get number(): number {
    return this.#options.number;
  }

  /** Otherwise the room would keep its seat for a while. */
  async leave(): Promise<void> {
    await this.#signaling.request('room:leave', {}).catch(() => undefined);
    this.#closeLinks();
    this.#signaling.close();
  }

  async read(counted: FrameCount | undefined): Promise<WatcherReading> {
    const report = [...((await this.#link?.pc.getStats())?.values() ?? [])];
    const inbound = report.filter(({ type }) => type === 'inbound-rtp');
    const video = inbound.find(({ kind }) => kind === 'video');
    const audio = inbound.find(({ kind }) => kind === 'audio');
    return {
      atMs: performance.now(),
      stream: video?.ssrc ?? 0,
      connected: this.#link?.state === 'connected',
      frames: counted?.frames ?? 0,
      frameBytes: counted?.bytes ?? 0,
      width: counted?.width ?? 0,
      keyFrameRequests: (video?.pliCount ?? 0) + (video?.firCount ?? 0),
      retransmissionRequests: video?.nackCount ?? 0,
      audioReceived: audio?.packetsReceived ?? 0,
      audioLost: audio?.packetsLost ?? 0,
      decoded: null,
    };
  }

  #open({ linkId, iceServers, offer }: LinkOpening): void {
    this.#close(this.#former);
    const link: InboundLink = new InboundLink({
      linkId,
      pc: new RTCPeerConnection(linkConfiguration(iceServers)),
      iceServers,
      needsTurn: () => true,
      carrier: this.#carrier,
      ladder: LADDER,
      noticing: NOTICING,
      onState: () => undefined,
      onMessage: () => undefined,
      onGivenUp: () => {
        this.#close(link);
        void this.#signaling.request('link:replace', { linkId }).catch(() => undefined);
      },
      onTrack: (track) => this.#countFrames(link.pc, track),
    });
    this.#former = this.#link;
    this.#link = link;
    if (this.#former !== undefined) void this.#changeOver(link);
    if (!offer) return;
    void link.handleOffer(offer.round, offer.sdp, iceServers);
    for (const candidate of offer.candidates) void link.handleCandidate(offer.round, candidate);
  }

  /** As the page does it: when the picture has begun, the link says so and the one before goes. */
  async #changeOver(link: InboundLink): Promise<void> {
    while (this.#link === link) {
      const report = [...(await link.pc.getStats()).values()];
      const video = report.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
      if ((video?.framesReceived ?? 0) > 0) {
        link.send({ kind: 'watcher-reported', report: REPORT });
        this.#close(this.#former);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #find(linkId: LinkId): InboundLink | undefined {
    return [this.#link, this.#former].find((link) => link?.linkId === linkId);
  }

  #close(link: InboundLink | undefined): void {
    link?.close();
    link?.pc.close();
    if (link === this.#former) this.#former = undefined;
    if (link === this.#link) {
      this.#link = this.#former;
      this.#former = undefined;
    }
  }

  #closeLinks(): void {
    this.#close(this.#former);
    this.#close(this.#link);
  }

  #countFrames(pc: RTCPeerConnection, track: MediaStreamTrack): void {
    const receiver = pc.getReceivers().find((candidate) => candidate.track === track);
    if (track.kind === 'video' && receiver) this.#options.worker.count(receiver, this.#options.number);
  }

  readonly #carrier: InboundCarrier = {
    isOpen: () => this.#signaling.isConnected,
    sendAnswer: async (linkId, round, sdp) =>
      void (await this.#signaling.request('link:answer', { linkId, round, sdp })),
    sendCandidate: (linkId, round, candidate) =>
      void this.#signaling.request('link:candidate', { linkId, round, candidate }).catch(() => undefined),
    requestRestart: (linkId) => void this.#signaling.request('link:restart', { linkId }).catch(() => undefined),
    say: (linkId, message) => {
      void this.#signaling.request('link:say', { linkId, message }).catch(() => undefined);
      return true;
    },
  };
}
