/**
 * The watcher's end of a link. It only answers; when the path is bad it asks the offering end for a
 * new round.
 */
import type { IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import { errorName } from './error-name.ts';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';
import { DIRECT_PATH_MS } from './policy.ts';
import { withStereo } from './stereo.ts';

const log = loglevel.getLogger('link');

export interface InboundCarrier extends LinkCarrier {
  sendAnswer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  requestRestart(linkId: LinkId): void;
}

export interface InboundLinkOptions extends LinkEndOptions {
  readonly carrier: InboundCarrier;
  readonly onTrack: (track: MediaStreamTrack) => void;
}

export class InboundLink extends LinkEnd {
  readonly #carrier: InboundCarrier;
  #wasBroken = false;

  constructor(options: InboundLinkOptions) {
    super(options, options.carrier);
    this.#carrier = options.carrier;
    const { closing: signal } = this;
    this.pc.addEventListener('track', ({ track }) => options.onTrack(track), { signal });
    this.pc.addEventListener('connectionstatechange', this.#handleHealing, { signal });
  }

  /** Rejects where the browser cannot apply the offer, or the answer could not be sent. */
  async handleOffer(round: Round, sdp: string, iceServers?: readonly IceServer[]): Promise<void> {
    await this.#answer('signaling', round, sdp, iceServers);
  }

  /**
   * Measured: after an outage the picture stays frozen for seconds unless a key frame follows at
   * once.
   */
  readonly #handleHealing = (): void => {
    if (this.pc.connectionState === 'connected') {
      if (this.#wasBroken) this.channel.send({ kind: 'key-frame-requested' });
      this.#wasBroken = false;
    } else if (this.pc.connectionState === 'disconnected' || this.pc.connectionState === 'failed') {
      this.#wasBroken = true;
    }
  };

  protected override recover(): void {
    if (this.#carrier.isOpen()) this.#carrier.requestRestart(this.linkId);
    else this.channel.send({ kind: 'restart-requested' });
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
      else await this.#carrier.sendAnswer(this.linkId, round, answer);
      if (this.hasTurnLeft) this.#expectDirectPath(round);
    });
  }

  /** ICE itself gives up only after fifteen seconds. */
  #expectDirectPath(round: Round): void {
    const timer = setTimeout(() => {
      const { iceConnectionState: ice } = this.pc;
      if (this.round !== round || ice === 'connected' || ice === 'completed') return;
      log.info(`link ${this.linkId}: no direct path; TURN is next`);
      this.recover();
    }, DIRECT_PATH_MS);
    this.closing.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}
