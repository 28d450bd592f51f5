/** The presenter's end of a link. It always offers, and every offer begins a new round. */
import { Bucket, type Candidate, type IceServer, type LinkId, type LinkMessage, type Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import pLimit from 'p-limit';
import { errorName } from './error-name.ts';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';
import { raiseCandidate, raiseInText } from './newer-round.ts';
import { OFFER_UNANSWERED_MS, RESTART_PACE, RESTARTS_AT_ONCE, SIGNALING_WAIT_MS } from './policy.ts';
import { within } from './within.ts';

const log = loglevel.getLogger('link');

export interface OutboundCarrier extends LinkCarrier {
  /** Resolves as soon as it is open, or after `withinMs`. Never rejects. */
  whenOpen(withinMs: number): Promise<void>;
  sendOffer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  /** Fresh ICE servers for a restart; rejects while signaling is away. */
  refreshIce(linkId: LinkId): Promise<readonly IceServer[]>;
}

/** Runs work in turn. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** The links of one presenter restart through these, a few at once: after a change of network all do. */
export const restartTurns = (): Turns => pLimit(RESTARTS_AT_ONCE);

/** Its peer connection has the media on it already. */
export interface OutboundLinkOptions extends LinkEndOptions {
  readonly carrier: OutboundCarrier;
  readonly restarts?: Turns;
  /** Each answer as it is to be applied. */
  readonly adaptAnswer?: ((sdp: string) => string) | undefined;
}

export class OutboundLink extends LinkEnd {
  readonly #carrier: OutboundCarrier;
  readonly #restarts = new Bucket(RESTART_PACE, () => performance.now());
  readonly #turns: Turns;
  readonly #adaptAnswer: (sdp: string) => string;
  /** The restart whose turn has not come yet. */
  #queued: Promise<void> | undefined;
  /** When the last offer left. */
  #offeredAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: OutboundLinkOptions) {
    super(options, options.carrier);
    this.#carrier = options.carrier;
    this.#turns = options.restarts ?? ((work) => work());
    this.#adaptAnswer = options.adaptAnswer ?? ((sdp) => sdp);
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
      const answer = this.#adaptAnswer(raiseInText(sdp, round));
      await this.pc.setRemoteDescription({ type: 'answer', sdp: answer });
      await this.gate.open(round);
    });
  }

  override async handleCandidate(round: Round, candidate: Candidate): Promise<void> {
    await super.handleCandidate(round, raiseCandidate(candidate, round));
  }

  /**
   * A new round with an ICE restart. A restart that is still queued, or whose answer is still to be
   * expected, serves every caller that comes meanwhile: both ends notice a missing path.
   */
  async restart(): Promise<void> {
    const isUnanswered = this.pc.signalingState === 'have-local-offer';
    if (isUnanswered && performance.now() - this.#offeredAtMs < OFFER_UNANSWERED_MS) return;
    this.#queued ??= this.#restart();
    await this.#queued;
  }

  /** What was gathered in the network before leads nowhere, so its offer is not waited for. */
  override networkChanged(): void {
    this.#offeredAtMs = Number.NEGATIVE_INFINITY;
    super.networkChanged();
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

  /** Repairs of other links do not wait for this one's signaling. */
  async #restart(): Promise<void> {
    const beginMs = performance.now();
    await this.#carrier.whenOpen(SIGNALING_WAIT_MS);
    await this.#turns(() =>
      this.inTurn(async () => {
        this.#queued = undefined;
        if (this.state === 'closed') return;
        const leftMs = Math.max(0, beginMs + SIGNALING_WAIT_MS - performance.now());
        this.renewIceServers(await this.#freshServers(leftMs));
        if (this.closing.aborted) return;
        this.pc.restartIce();
        await this.#startRound();
      }),
    );
  }

  /** The servers at hand must do where the service does not answer soon. */
  async #freshServers(withinMs: number): Promise<readonly IceServer[] | undefined> {
    if (!this.#carrier.isOpen()) return undefined;
    try {
      return await within(withinMs, this.#carrier.refreshIce(this.linkId));
    } catch (error) {
      log.debug(`link ${this.linkId}: no fresh servers:`, errorName(error));
      return undefined;
    }
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
    if (this.route === 'channel') {
      this.channel.send({ kind: 'offer', round, sdp });
      return;
    }
    this.#offeredAtMs = performance.now();
    try {
      const sent = this.#carrier.sendOffer(this.linkId, round, sdp);
      // The link's other steps do not wait for a slow reply, which nothing depends on after the first.
      await (round === 1 ? sent : within(SIGNALING_WAIT_MS, sent));
    } catch (error) {
      this.#offeredAtMs = Number.NEGATIVE_INFINITY;
      throw error;
    }
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
