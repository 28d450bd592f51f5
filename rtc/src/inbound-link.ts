/** The watcher's end of a link. It only ever answers; when the path is bad it asks the presenter for a new round. */
import type { IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import { LinkEnd, type LinkCarrier, type LinkEndOptions } from './link-end.ts';

export interface InboundCarrier extends LinkCarrier {
  sendAnswer(linkId: LinkId, round: Round, sdp: string): Promise<void>;
  requestRestart(linkId: LinkId): void;
}

export interface InboundLinkOptions extends LinkEndOptions {
  readonly carrier: InboundCarrier;
  readonly onTrack: (track: MediaStreamTrack) => void;
  /** Has a connection at hand; one is made otherwise. */
  readonly connect?: (configuration: RTCConfiguration) => RTCPeerConnection;
}

export class InboundLink extends LinkEnd {
  readonly #carrier: InboundCarrier;
  #wasBroken = false;

  constructor(options: InboundLinkOptions) {
    const { carrier, connect = (configuration) => new RTCPeerConnection(configuration) } = options;
    super(options, carrier, connect);
    this.#carrier = options.carrier;
    this.pc.addEventListener('track', ({ track }) => options.onTrack(track));
    this.pc.addEventListener('connectionstatechange', this.#handleHealing);
  }

  async handleOffer(round: Round, sdp: string, iceServers?: readonly IceServer[]): Promise<void> {
    await this.#answer('signaling', round, sdp, iceServers);
  }

  /** Measured: after an outage a picture stands still for seconds more, unless a key frame follows at once. */
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
    if (message.kind === 'offer') void this.#answer('channel', message.round, message.sdp).catch(() => this.hurry());
    else super.handleMessage(message);
  }

  async #answer(
    way: 'signaling' | 'channel',
    round: Round,
    sdp: string,
    iceServers?: readonly IceServer[],
  ): Promise<void> {
    await this.inTurn(async () => {
      if (round <= this.round || this.pc.connectionState === 'closed') return;
      this.round = round;
      this.way = way;
      this.renewIceServers(iceServers);
      await this.pc.setRemoteDescription({ type: 'offer', sdp });
      // Before our own description, so that the candidates already here are tried with the first check.
      await this.gate.open(round);
      await this.pc.setLocalDescription(await this.pc.createAnswer());
      const answer = this.pc.localDescription?.sdp;
      if (answer === undefined) return;
      if (way === 'channel') this.channel.send({ kind: 'answer', round, sdp: answer });
      else await this.#carrier.sendAnswer(this.linkId, round, answer);
    });
  }
}
