/** The presenter's end of a link. It always offers, and every offer is a new round. */
import { Bucket, type IceServer, type LinkId, type LinkMessage, type Pace, type Round } from '@lectern/protocol';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';

export interface OutboundCarrier extends LinkCarrier {
  sendOffer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  /** Fresh servers for a restart, or nothing where signaling is away and the ones at hand must do. */
  refreshIce(linkId: LinkId): Promise<readonly IceServer[] | undefined>;
}

export interface OutboundLinkOptions extends LinkEndOptions {
  readonly carrier: OutboundCarrier;
  /** Makes the connection with its media already on it. */
  readonly connect: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** The recovery needs a few close together, then one in two seconds; the watcher may cause no more than that, by whatever it says. */
const RESTART_PACE: Pace = { burst: 10, perSecond: 0.5 };

export class OutboundLink extends LinkEnd {
  readonly #carrier: OutboundCarrier;
  readonly #restarts = new Bucket(RESTART_PACE, () => performance.now());
  /** The restart whose turn is yet to come. */
  #waiting: Promise<void> | undefined;

  constructor(options: OutboundLinkOptions) {
    super(options, options.carrier, options.connect);
    this.#carrier = options.carrier;
  }

  /** Sends the first offer. `gatherMs`: where nobody waits for it, it may so long collect the candidates that it then carries. */
  async offer(gatherMs = 0): Promise<void> {
    await this.inTurn(() => this.#startRound(gatherMs));
  }

  async handleAnswer(round: Round, sdp: string): Promise<void> {
    await this.inTurn(async () => {
      // A second answer to the same round finds the state stable again and must not be applied.
      if (round !== this.round || this.pc.signalingState !== 'have-local-offer') return;
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
      await this.gate.open(round);
    });
  }

  /** A new round over fresh ICE: the path is bad, or the network has changed. One that waits for its turn serves all who ask. */
  async restart(): Promise<void> {
    this.#waiting ??= this.inTurn(() => this.#restart());
    await this.#waiting;
  }

  protected override recover(): void {
    if (!this.#restarts.take()) return;
    // A restart that cannot be sent is tried again by the recovery's next attempt.
    void this.restart().catch(() => undefined);
  }

  protected override handleMessage(message: LinkMessage): void {
    if (message.kind === 'answer') void this.handleAnswer(message.round, message.sdp).catch(() => this.hurry());
    else if (message.kind === 'restart-requested') this.recover();
    else super.handleMessage(message);
  }

  async #restart(): Promise<void> {
    this.#waiting = undefined;
    if (this.state === 'closed') return;
    this.renewIceServers(await this.#carrier.refreshIce(this.linkId));
    if (this.pc.connectionState === 'closed') return;
    this.pc.restartIce();
    await this.#startRound();
  }

  async #startRound(gatherMs = 0): Promise<void> {
    if (this.pc.connectionState === 'closed') return;
    const round = this.round + 1;
    // Candidates are sent from here on; those that the offer itself is to carry come before its round has begun.
    if (gatherMs === 0) this.round = round;
    this.way = this.#carrier.isOpen() || !this.channel.isOpen ? 'signaling' : 'channel';
    await this.pc.setLocalDescription(await this.pc.createOffer());
    if (gatherMs > 0) await gathered(this.pc, gatherMs);
    this.round = round;
    const described = this.pc.localDescription?.sdp;
    if (described === undefined) return;
    const sdp = withPresenterFirst(described);
    if (this.way === 'channel') this.channel.send({ kind: 'offer', round: this.round, sdp });
    else await this.#carrier.sendOffer(this.linkId, this.round, sdp);
  }
}

/**
 * The presenter begins the DTLS handshake, when its own path is up. Left to the watcher, its first word is there a moment before that: of
 * one that takes two packets, as those of current Chromium do, the presenter keeps one, and both wait for the next try, two round trips.
 */
const withPresenterFirst = (sdp: string): string => sdp.replaceAll('a=setup:actpass', 'a=setup:active');

/** All candidates are found, or as many as `withinMs` brings. */
async function gathered(pc: RTCPeerConnection, withinMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, withinMs);
    pc.addEventListener('icegatheringstatechange', () => pc.iceGatheringState === 'complete' && resolve());
  });
}
