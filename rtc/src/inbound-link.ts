/**
 * The watcher's end of a link. It only answers; when the path is bad it asks the offering end for a
 * new round.
 */
import type { IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import { errorName } from './error-name.ts';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';
import type { Noticing } from './ladder.ts';
import { DIRECT_PATH_MS, SIGNALING_WAIT_MS } from './policy.ts';
import { Silence } from './silence.ts';
import { withStereo } from './stereo.ts';
import { within } from './within.ts';

const log = loglevel.getLogger('link');

/** The medium of data channels in a session description (RFC 8841, section 4). */
const DATA_CHANNEL = /^m=application /m;

export interface InboundCarrier extends LinkCarrier {
  sendAnswer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  requestRestart(linkId: LinkId): void;
  /**
   * Passes the message on through the service. Returns false where that is not possible, and sends
   * nothing.
   */
  say(linkId: LinkId, message: LinkMessage): boolean;
}

/** `onHealed` sends for a key frame itself. */
export interface InboundLinkOptions extends Omit<LinkEndOptions, 'onHealed'> {
  readonly carrier: InboundCarrier;
  readonly noticing: Noticing;
  /** Nothing comes for so long that the connection to the service may be dead as well. */
  readonly onSuspected?: () => void;
  readonly onTrack: (track: MediaStreamTrack) => void;
}

export class InboundLink extends LinkEnd {
  readonly #carrier: InboundCarrier;
  readonly #options: Pick<InboundLinkOptions, 'noticing' | 'onSuspected' | 'onChannelOpen'>;
  readonly #silence = new Silence();
  #isSuspected = false;
  /** Its offers have no data channel: the relay's have none. Undefined before the first one. */
  #isWithoutChannel: boolean | undefined;

  constructor(options: InboundLinkOptions) {
    // Measured: after an outage the picture stays frozen for seconds unless a key frame follows at
    // once.
    const onHealed = (): void => void this.send({ kind: 'key-frame-requested' });
    super({ ...options, onHealed }, options.carrier);
    this.#carrier = options.carrier;
    this.#options = options;
    const { closing: signal } = this;
    this.pc.addEventListener('track', ({ track }) => options.onTrack(track), { signal });
  }

  /** Rejects where the browser cannot apply the offer, or the answer could not be sent. */
  async handleOffer(round: Round, sdp: string, iceServers?: readonly IceServer[]): Promise<void> {
    await this.#answer('signaling', round, sdp, iceServers);
  }

  /** One more reading of how many packets have arrived in all, a few times a second. */
  noteReceived(packets: number): void {
    const { noticing, onSuspected } = this.#options;
    const { suspectAfterMs, missingAfterMs, missingAfterChangeMs } = noticing;
    const wasSuspected = this.#isSuspected;
    const silentMs = this.#silence.note(packets, performance.now());
    this.#isSuspected = silentMs >= suspectAfterMs;
    if (this.#isSuspected && !wasSuspected && this.state === 'connected') onSuspected?.();
    this.noteSilence(silentMs >= (this.hasNetworkChanged ? missingAfterChangeMs : missingAfterMs));
  }

  /** Where the link has no data channel, the service passes the message on. */
  override send(message: LinkMessage): boolean {
    if (this.#isWithoutChannel !== true) return super.send(message);
    return this.state !== 'closed' && this.#carrier.say(this.linkId, message);
  }

  /** What the service has passed on. */
  handleSaid(message: LinkMessage): void {
    if (this.state !== 'closed') this.handleMessage(message);
  }

  protected override recover(): void {
    if (this.#carrier.isOpen()) this.#carrier.requestRestart(this.linkId);
    // An offer could not come back over a path on which nothing arrives. A watcher that is let in
    // again restarts its link then.
    else if (!this.isSilent) this.channel.send({ kind: 'restart-requested' });
  }

  protected override handleMessage(message: LinkMessage): void {
    if (message.kind === 'offer') void this.#answerOnChannel(message.round, message.sdp);
    else super.handleMessage(message);
  }

  async #answerOnChannel(round: Round, sdp: string): Promise<void> {
    try {
      await this.#answer('channel', round, sdp);
    } catch (error) {
      log.debug(`link ${this.linkId}: round ${round} could not be answered:`, errorName(error));
      this.hurry();
    }
  }

  async #answer(
    route: 'signaling' | 'channel',
    round: Round,
    sdp: string,
    iceServers?: readonly IceServer[],
  ): Promise<void> {
    await this.inTurn(async () => {
      if (round <= this.round || this.state === 'closed') return;
      this.round = round;
      this.route = route;
      this.renewIceServers(iceServers);
      await this.pc.setRemoteDescription({ type: 'offer', sdp });
      const wasWithoutChannel = this.#isWithoutChannel;
      this.#isWithoutChannel = !DATA_CHANNEL.test(sdp);
      // Before the local description, so that the candidates already held are part of the first
      // checks.
      await this.gate.open(round);
      await this.chooseServers();
      if (this.closing.aborted) return;
      const { sdp: plain = '' } = await this.pc.createAnswer();
      // Set here as well, since it decides how many channels this end decodes.
      await this.pc.setLocalDescription({ type: 'answer', sdp: withStereo(plain) });
      const answer = this.pc.localDescription?.sdp;
      if (answer === undefined) return;
      if (route === 'channel') this.channel.send({ kind: 'answer', round, sdp: answer });
      else await within(SIGNALING_WAIT_MS, this.#carrier.sendAnswer(this.linkId, round, answer));
      if (wasWithoutChannel === undefined && this.#isWithoutChannel) this.#options.onChannelOpen?.();
      if (this.hasTurnLeft) this.#expectDirectPath(round);
    });
  }

  /** ICE itself gives up only after fifteen seconds. */
  #expectDirectPath(round: Round): void {
    const timer = setTimeout(
      () => {
        const { iceConnectionState: ice } = this.pc;
        const hasPath = (ice === 'connected' || ice === 'completed') && !this.isSilent;
        if (this.round !== round || hasPath) return;
        log.info(`link ${this.linkId}: no direct path; TURN is next`);
        this.recover();
      },
      round === 1 ? DIRECT_PATH_MS.first : DIRECT_PATH_MS.again,
    );
    this.closing.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}
