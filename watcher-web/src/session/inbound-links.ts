/** The links that the watcher has open: one on the stage and perhaps its successor. */
import { SignalingError, type LinkId, type LinkMessage, type LinkOpening, type NoticePayload } from '@lectern/protocol';
import { InboundLink, type InboundCarrier, type LinkState, type SignalingClient } from '@lectern/rtc';
import { SpareConnection } from './spare-connection.ts';

export interface InboundLinksOptions {
  readonly isOpen: () => boolean;
  readonly request: SignalingClient['request'];
  readonly onState: (linkId: LinkId, state: LinkState) => void;
  readonly onMessage: (linkId: LinkId, message: LinkMessage) => void;
  readonly onGivenUp: (linkId: LinkId) => void;
  readonly onTrack: (linkId: LinkId, track: MediaStreamTrack) => void;
  /** Said on each link as soon as it can hear. */
  readonly greeting: () => LinkMessage | undefined;
}

export class InboundLinks {
  readonly #options: InboundLinksOptions;
  readonly #carrier: InboundCarrier;
  readonly #links = new Map<LinkId, InboundLink>();
  readonly #spare = new SpareConnection();
  readonly #timers = new Map<LinkId, ReturnType<typeof setTimeout>>();

  constructor(options: InboundLinksOptions) {
    this.#options = options;
    const { request } = options;
    this.#carrier = {
      isOpen: options.isOpen,
      sendAnswer: async (linkId, round, sdp) => void (await request('link:answer', { linkId, round, sdp })),
      sendCandidate: (linkId, round, candidate) => unawaited(request('link:candidate', { linkId, round, candidate })),
      requestRestart: (linkId) => unawaited(request('link:restart', { linkId })),
    };
  }

  /** Somebody is about to offer: what takes time before that is done meanwhile. */
  prepare(): void {
    this.#spare.make();
  }

  /** Nobody is going to offer any more. */
  dismiss(): void {
    this.#spare.drop();
  }

  open({ linkId, iceServers }: LinkOpening): void {
    const { onState, onMessage, onGivenUp, onTrack, greeting } = this.#options;
    const link: InboundLink = new InboundLink({
      linkId,
      iceServers,
      carrier: this.#carrier,
      onState: (state) => onState(linkId, state),
      onMessage: (message) => onMessage(linkId, message),
      onGivenUp: () => onGivenUp(linkId),
      connect: (configuration) => this.#spare.give(configuration),
      onChannelOpen: () => {
        const words = greeting();
        if (words) link.send(words);
      },
      onTrack: (track) => {
        for (const receiver of link.pc.getReceivers()) playAtOnce(receiver);
        onTrack(linkId, track);
      },
    });
    this.#links.set(linkId, link);
  }

  /** An offer for a link that is not (or no longer) ours is nobody's: the service may have sent it before our close arrived. */
  handleOffer({ linkId, round, sdp, iceServers }: NoticePayload<'link:offered'>): void {
    this.#links
      .get(linkId)
      ?.handleOffer(round, sdp, iceServers)
      .catch((error: unknown) => {
        // A description that this browser cannot take will not get better; an answer that did not arrive is asked for again.
        if (!(error instanceof SignalingError)) this.#options.onGivenUp(linkId);
      });
  }

  handleCandidate({ linkId, round, candidate }: NoticePayload<'link:candidate-found'>): void {
    void this.#links.get(linkId)?.handleCandidate(round, candidate);
  }

  /** Whether the message is on its way over that link. */
  tell(linkId: LinkId, message: LinkMessage): boolean {
    return this.#links.get(linkId)?.send(message) ?? false;
  }

  tellAll(message: LinkMessage): void {
    for (const link of this.#links.values()) link.send(message);
  }

  async statistics(linkId: LinkId): Promise<RTCStatsReport | undefined> {
    return await this.#links.get(linkId)?.pc.getStats();
  }

  hurry(linkId: LinkId): void {
    this.#links.get(linkId)?.hurry();
  }

  /** Runs `act` unless the link has been closed by then. */
  after(linkId: LinkId, delayMs: number, act: () => void): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.set(linkId, setTimeout(act, delayMs));
  }

  close(linkId: LinkId): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.delete(linkId);
    this.#links.get(linkId)?.close();
    this.#links.delete(linkId);
  }
}

/** What fails is made up for by the link's own recovery, which starts another round. */
const unawaited = (sent: Promise<unknown>): void => void sent.catch(() => undefined);

/** No more buffering than the network asks for, where the browser lets us say so. */
function playAtOnce(receiver: RTCRtpReceiver): void {
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
}
