/** The watcher's open links: the one on screen and perhaps its successor. */
import {
  linkMessageOf,
  SignalingError,
  type IceServer,
  type LinkId,
  type LinkMessage,
  type LinkOpening,
  type NoticePayload,
} from '@lectern/protocol';
import {
  InboundLink,
  linkConfiguration,
  receivedIn,
  type InboundCarrier,
  type LinkState,
  type SignalingClient,
  type UdpCheck,
} from '@lectern/rtc';
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';
import { LADDER, NOTICING, PATH_READING_INTERVAL_MS, UDP_CHECK_MS } from '../policy.ts';
import { Decoders } from './decoders.ts';
import { PrewarmedConnection } from './prewarmed-connection.ts';

const log = loglevel.getLogger('link');

/**
 * The first version of the protocol in which answers say what the browser decodes, and in which the
 * service passes on what goes over no data channel.
 */
const SINCE_VERSION = { decodes: 3, say: 3 };

export interface InboundLinksOptions {
  readonly signaling: SignalingClient;
  /** The version agreed on. */
  readonly protocol: () => number;
  readonly udp: UdpCheck;
  readonly onState: (linkId: LinkId, state: LinkState) => void;
  readonly onChannelOpen: (linkId: LinkId) => void;
  readonly onMessage: (linkId: LinkId, message: LinkMessage) => void;
  readonly onGivenUp: (linkId: LinkId) => void;
  /** Nothing arrives: the connection to the service may be dead as well. */
  readonly onSuspected: () => void;
  readonly onTrack: (linkId: LinkId, track: MediaStreamTrack) => void;
}

/** The servers for a link's path, and whether its room uses TURN only. */
export interface OfferedPath {
  readonly iceServers: readonly IceServer[];
  readonly turnOnly: boolean;
}

export class InboundLinks {
  readonly #options: InboundLinksOptions;
  readonly #carrier: InboundCarrier;
  readonly #links = new Map<LinkId, InboundLink>();
  /** Opened ever. */
  readonly #known = new Set<LinkId>();
  readonly #timers = new Map<LinkId, ReturnType<typeof setTimeout>>();
  readonly #prewarmed = new PrewarmedConnection();
  readonly #decoders = new Decoders();
  #readingTimer: ReturnType<typeof setTimeout> | undefined;
  #offered: OfferedPath = { iceServers: [], turnOnly: false };

  constructor(options: InboundLinksOptions) {
    this.#options = options;
    const { signaling } = options;
    // After a failed message the link's own recovery starts another round. The client logs it.
    const send = (sent: Promise<unknown>): void => void sent.catch(() => undefined);
    this.#carrier = {
      isOpen: () => signaling.isConnected,
      sendAnswer: async (linkId, round, sdp) => {
        const decodes = options.protocol() < SINCE_VERSION.decodes ? undefined : this.#decoders.known;
        await signaling.request('link:answer', { linkId, round, sdp, ...(decodes && { decodes }) });
      },
      sendCandidate: (linkId, round, candidate) =>
        send(signaling.request('link:candidate', { linkId, round, candidate })),
      requestRestart: (linkId) => send(signaling.request('link:restart', { linkId })),
      say: (linkId, message) => {
        if (!signaling.isConnected || options.protocol() < SINCE_VERSION.say) return false;
        send(signaling.request('link:say', { linkId, message }));
        return true;
      },
    };
  }

  /** What the service has offered last, for any link. */
  get offered(): OfferedPath {
    return this.#offered;
  }

  /** Whether it is or was open here. Otherwise the notice that opened it was lost. */
  knows(linkId: LinkId): boolean {
    return this.#known.has(linkId);
  }

  prewarm(): void {
    this.#prewarmed.create();
  }

  discardPrewarmed(): void {
    this.#prewarmed.discard();
  }

  open({ linkId, iceServers, turnOnly = false, offer }: LinkOpening): void {
    this.#offered = { iceServers, turnOnly };
    const { udp, onState, onChannelOpen, onMessage, onGivenUp, onSuspected, onTrack } = this.#options;
    const link: InboundLink = new InboundLink({
      linkId,
      pc: this.#prewarmed.claim(linkConfiguration(iceServers, { withTurn: turnOnly, turnOnly })),
      iceServers,
      turnOnly,
      // TURN at once unless UDP is known to get through: the first picture must not wait for a
      // second try.
      needsTurn: async (attempt) => attempt > 1 || (await udp.settled(UDP_CHECK_MS)) !== 'open',
      carrier: this.#carrier,
      ladder: LADDER,
      noticing: NOTICING,
      onSuspected,
      onState: (state) => {
        // The network may have changed. The answer to the next offer goes by what it is now.
        if (state === 'interrupted') udp.repeat();
        onState(linkId, state);
      },
      onChannelOpen: () => onChannelOpen(linkId),
      onMessage: (message) => onMessage(linkId, message),
      onGivenUp: () => onGivenUp(linkId),
      onTrack: (track) => {
        for (const receiver of link.pc.getReceivers()) minimizeBuffer(receiver);
        onTrack(linkId, track);
      },
    });
    this.#links.set(linkId, link);
    this.#known.add(linkId);
    this.#readingTimer ??= setInterval(() => this.#readPaths(), PATH_READING_INTERVAL_MS);
    if (!offer) return;
    this.handleOffer({ linkId, round: offer.round, sdp: offer.sdp, iceServers });
    for (const candidate of offer.candidates) this.handleCandidate({ linkId, round: offer.round, candidate });
  }

  /** Ignores an offer for a link that is closed: it may have been sent before our close arrived. */
  handleOffer({ linkId, round, sdp, iceServers }: NoticePayload<'link:offered'>): void {
    this.#keepServers(iceServers);
    this.#links
      .get(linkId)
      ?.handleOffer(round, sdp, iceServers)
      .catch((error: unknown) => {
        // An answer that was not delivered is asked for again, and the client has logged it. Other
        // failures are the browser's: it cannot use this description, and a retry would not help.
        if (error instanceof SignalingError) return;
        log.debug(`offer not answered: ${errorName(error)}`);
        this.#options.onGivenUp(linkId);
      });
  }

  handleCandidate({ linkId, round, candidate }: NoticePayload<'link:candidate-found'>): void {
    this.#links
      .get(linkId)
      ?.handleCandidate(round, candidate)
      .catch((error: unknown) => log.debug(`candidate not usable: ${errorName(error)}`));
  }

  /** Messages of kinds that this page does not know are ignored, as those of a data channel. */
  handleSaid({ linkId, message }: NoticePayload<'link:said'>): void {
    const known = linkMessageOf(message);
    if (known !== undefined) this.#links.get(linkId)?.handleSaid(known);
  }

  renewIce(linkId: LinkId, iceServers: readonly IceServer[]): void {
    this.#keepServers(iceServers);
    this.#links.get(linkId)?.renewIceServers(iceServers);
  }

  #keepServers(iceServers: readonly IceServer[] | undefined): void {
    if (iceServers !== undefined && iceServers.length > 0) this.#offered = { ...this.#offered, iceServers };
  }

  /** Whether the message was sent: the link is open, and so is its data channel, if it has one. */
  send(linkId: LinkId, message: LinkMessage): boolean {
    return this.#links.get(linkId)?.send(message) ?? false;
  }

  async statistics(linkId: LinkId): Promise<RTCStatsReport | undefined> {
    return await this.#links.get(linkId)?.pc.getStats();
  }

  restart(linkId: LinkId): void {
    this.#links.get(linkId)?.hurry();
  }

  /** The system says that the network has changed. */
  networkChanged(): void {
    this.#options.udp.repeat();
    for (const link of this.#links.values()) link.networkChanged();
  }

  /** Runs `act` after the delay, unless the link is closed by then. One timer per link. */
  after(linkId: LinkId, delayMs: number, act: () => void): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.set(linkId, setTimeout(act, delayMs));
  }

  close(linkId: LinkId): void {
    clearTimeout(this.#timers.get(linkId));
    this.#timers.delete(linkId);
    const link = this.#links.get(linkId);
    link?.close();
    link?.pc.close();
    this.#links.delete(linkId);
    if (this.#links.size > 0) return;
    clearInterval(this.#readingTimer);
    this.#readingTimer = undefined;
  }

  #readPaths(): void {
    for (const link of this.#links.values()) {
      if (link.pc.connectionState === 'connected') void readPath(link);
    }
  }
}

async function readPath(link: InboundLink): Promise<void> {
  try {
    const received = receivedIn(await link.pc.getStats());
    if (received !== undefined) link.noteReceived(received);
  } catch (error) {
    log.debug(`link ${link.linkId}: its path could not be read: ${errorName(error)}`);
  }
}

/** Asks the browser to buffer no more than the network requires, where it supports that. */
function minimizeBuffer(receiver: RTCRtpReceiver): void {
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
}
