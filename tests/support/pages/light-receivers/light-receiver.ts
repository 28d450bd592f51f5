/** A watcher that joins, receives and acknowledges like any other, but does not decode. */
import { watcherTable, spoken, type LinkOpening, type RoomId } from '@lectern/protocol';
import { InboundLink, linkConfiguration, SignalingClient, type InboundCarrier } from '@lectern/rtc';
import { LADDER, NOTICING } from '../../../../watcher-web/src/policy.ts';
import type { WatcherReading } from '../../measure/watcher-reading.ts';
import type { FrameCount } from './count-frames.worker.ts';
import type { CountingWorker } from './counting-worker.ts';

/** Where a busy service names no time. */
const BUSY_RETRY_MS = 1_000;

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
        'room:joined': ({ link }) => link && this.#open(link),
        'link:opened': (opening) => this.#open(opening),
        'link:offered': ({ round, sdp, iceServers }) => void this.#link?.handleOffer(round, sdp, iceServers),
        'link:candidate-found': ({ round, candidate }) => void this.#link?.handleCandidate(round, candidate),
        'link:closed': ({ linkId }) => this.#link?.linkId === linkId && this.#closeLink(),
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
    this.#closeLink();
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
    this.#closeLink();
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
        this.#closeLink();
        void this.#signaling.request('link:replace', { linkId }).catch(() => undefined);
      },
      onTrack: (track) => this.#countFrames(link.pc, track),
    });
    this.#link = link;
    if (!offer) return;
    void link.handleOffer(offer.round, offer.sdp, iceServers);
    for (const candidate of offer.candidates) void link.handleCandidate(offer.round, candidate);
  }

  #closeLink(): void {
    this.#link?.close();
    this.#link?.pc.close();
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
