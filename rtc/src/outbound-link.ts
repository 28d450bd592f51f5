/** The presenter's end of a link. It always offers, and every offer begins a new round. */
import { Bucket, type IceServer, type LinkId, type LinkMessage, type Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import { errorName } from './error-name.ts';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';
import { FRESH_SERVERS_MS, RESTART_PACE } from './policy.ts';

const log = loglevel.getLogger('link');

export interface OutboundCarrier extends LinkCarrier {
  sendOffer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  /**
   * Fresh ICE servers for a restart; undefined while signaling is away, and the current ones must
   * do.
   */
  refreshIce(linkId: LinkId): Promise<readonly IceServer[] | undefined>;
}

/** Its peer connection has the media on it already. */
export interface OutboundLinkOptions extends LinkEndOptions {
  readonly carrier: OutboundCarrier;
}

export class OutboundLink extends LinkEnd {
  readonly #carrier: OutboundCarrier;
  readonly #restarts = new Bucket(RESTART_PACE, () => performance.now());
  /** The restart whose turn has not come yet. */
  #queued: Promise<void> | undefined;

  constructor(options: OutboundLinkOptions) {
    super(options, options.carrier);
    this.#carrier = options.carrier;
  }

  /**
   * Sends the first offer, after gathering candidates for up to `gatherMs`, which the offer then
   * contains.
   */
  async offer(gatherMs = 0): Promise<void> {
    await this.inTurn(() => this.#startRound(gatherMs));
  }

  /** Rejects where the browser cannot apply the answer. */
  async handleAnswer(round: Round, sdp: string): Promise<void> {
    await this.inTurn(async () => {
      // A second answer to the same round finds the signaling state stable and must not be applied.
      if (round !== this.round || this.pc.signalingState !== 'have-local-offer') return;
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
      await this.gate.open(round);
    });
  }

  /**
   * A new round with an ICE restart. A restart that is still queued serves every caller that comes
   * meanwhile.
   */
  async restart(): Promise<void> {
    this.#queued ??= this.inTurn(() => this.#restart());
    await this.#queued;
  }

  protected override recover(): void {
    if (this.#restarts.tryConsume()) void this.#tryRestart();
  }

  protected override handleMessage(message: LinkMessage): void {
    if (message.kind === 'answer') void this.#handleChannelAnswer(message.round, message.sdp);
    else if (message.kind === 'restart-requested') this.recover();
    else super.handleMessage(message);
  }

  /** The next attempt of the recovery repeats a restart that could not be sent. */
  async #tryRestart(): Promise<void> {
    try {
      await this.restart();
    } catch (error) {
      log.debug(`link ${this.linkId}: the restart failed:`, errorName(error));
    }
  }

  async #handleChannelAnswer(round: Round, sdp: string): Promise<void> {
    try {
      await this.handleAnswer(round, sdp);
    } catch (error) {
      log.debug(`link ${this.linkId}: the answer of round ${round} was refused:`, errorName(error));
      this.hurry();
    }
  }

  async #restart(): Promise<void> {
    this.#queued = undefined;
    if (this.state === 'closed') return;
    this.renewIceServers(await this.#freshServers());
    if (this.closing.aborted) return;
    this.pc.restartIce();
    await this.#startRound();
  }

  /** The servers at hand must do where the service does not answer soon. */
  async #freshServers(): Promise<readonly IceServer[] | undefined> {
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), FRESH_SERVERS_MS));
    return await Promise.race([this.#carrier.refreshIce(this.linkId), late]);
  }

  async #startRound(gatherMs = 0): Promise<void> {
    if (this.state === 'closed') return;
    const round = this.round + 1;
    // From here on candidates are sent one by one, except those that the offer itself will contain.
    if (gatherMs === 0) this.round = round;
    this.route = this.#carrier.isOpen() || !this.channel.isOpen ? 'signaling' : 'channel';
    await this.chooseServers();
    if (this.closing.aborted) return;
    await this.pc.setLocalDescription(await this.pc.createOffer());
    if (gatherMs > 0) await this.#gather(gatherMs);
    if (this.closing.aborted) return;
    this.round = round;
    const described = this.pc.localDescription?.sdp;
    if (described === undefined) return;
    const sdp = asDtlsClient(described);
    if (this.route === 'channel') this.channel.send({ kind: 'offer', round, sdp });
    else await this.#carrier.sendOffer(this.linkId, round, sdp);
  }

  /**
   * Resolves when all candidates are found, when `timeoutMs` has passed, or when the link closes.
   */
  async #gather(timeoutMs: number): Promise<void> {
    const { pc, closing } = this;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const finish = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const onChange = (): void => {
        if (pc.iceGatheringState === 'complete') finish();
      };
      pc.addEventListener('icegatheringstatechange', onChange, { signal: closing });
      closing.addEventListener('abort', finish, { once: true });
    });
  }
}

/**
 * Makes the presenter the DTLS client. If the watcher were the client, its ClientHello would arrive
 * before our path is up; Chromium's takes two packets, of which we keep one, and both ends would
 * wait two round trips for the retransmission.
 */
const asDtlsClient = (sdp: string): string => sdp.replaceAll('a=setup:actpass', 'a=setup:active');
