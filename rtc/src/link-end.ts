/** What both ends of a link have: the connection, its data channel, the round at hand, recovery, and one state. */
import type { Candidate, IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import { CandidateGate } from './candidate-gate.ts';
import { inTurn } from './in-turn.ts';
import { LinkChannel, toWireCandidate } from './link-channel.ts';
import { LinkRecovery } from './link-recovery.ts';
import { linkStateOf, type LinkState } from './link-state.ts';

/** Signaling, as either end of a link sees it. */
export interface LinkCarrier {
  isOpen(): boolean;
  sendCandidate(linkId: LinkId, round: Round, candidate: Candidate): void;
}

export interface LinkEndOptions {
  readonly linkId: LinkId;
  readonly iceServers: readonly IceServer[];
  readonly onState: (state: LinkState) => void;
  readonly onMessage: (message: LinkMessage) => void;
  readonly onChannelOpen?: () => void;
  /** The link cannot be brought back; another one should take its place. */
  readonly onGivenUp: () => void;
}

export abstract class LinkEnd {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  protected readonly gate: CandidateGate;
  protected readonly channel: LinkChannel;
  protected readonly inTurn = inTurn();
  protected round: number = 0;
  /** A round keeps to the way on which it began: signaling, or the link's own channel while signaling is away. */
  protected way: 'signaling' | 'channel' = 'signaling';
  readonly #options: LinkEndOptions;
  readonly #carrier: LinkCarrier;
  readonly #recovery: LinkRecovery;
  #state: LinkState = 'new';

  constructor(
    options: LinkEndOptions,
    carrier: LinkCarrier,
    connect: (configuration: RTCConfiguration) => RTCPeerConnection,
  ) {
    this.#options = options;
    this.#carrier = carrier;
    this.linkId = options.linkId;
    this.pc = connect({ iceServers: [...options.iceServers], bundlePolicy: 'max-bundle' });
    this.gate = new CandidateGate(this.pc);
    this.channel = new LinkChannel(this.pc, {
      message: (message) => this.handleMessage(message),
      open: () => options.onChannelOpen?.(),
    });
    this.#recovery = new LinkRecovery(this.pc, { restart: () => this.recover(), giveUp: options.onGivenUp });
    this.pc.addEventListener('icecandidate', ({ candidate }) => {
      this.#sendCandidate(candidate ? toWireCandidate(candidate) : { candidate: '' });
    });
    this.pc.addEventListener('connectionstatechange', this.#handleChange);
    this.pc.addEventListener('signalingstatechange', this.#handleChange);
  }

  get state(): LinkState {
    return this.#state;
  }

  async handleCandidate(round: Round, candidate: Candidate): Promise<void> {
    // Not in turn: a description's step lasts until the other side's service has taken it, and the gate keeps the rounds apart.
    await this.gate.admit(round, candidate);
  }

  /** Recovers without waiting for the usual time to heal: the network is known to have changed. */
  hurry(): void {
    this.#recovery.hurry();
  }

  /** Whether the message is on its way over the link's own channel. */
  send(message: LinkMessage): boolean {
    return this.channel.send(message);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#recovery.close();
    this.pc.close();
    this.#options.onState('closed');
  }

  /** What this end does about a broken path. */
  protected abstract recover(): void;

  protected handleMessage(message: LinkMessage): void {
    if (message.kind === 'candidate') void this.handleCandidate(message.round, message.candidate);
    else this.#options.onMessage(message);
  }

  protected renewIceServers(iceServers: readonly IceServer[] | undefined): void {
    if (iceServers === undefined || iceServers.length === 0) return;
    this.pc.setConfiguration({ ...this.pc.getConfiguration(), iceServers: [...iceServers] });
  }

  #sendCandidate(candidate: Candidate): void {
    if (this.round === 0) return;
    if (this.way === 'channel') this.channel.send({ kind: 'candidate', round: this.round, candidate });
    else this.#carrier.sendCandidate(this.linkId, this.round, candidate);
  }

  readonly #handleChange = (): void => {
    if (this.#state === 'closed') return;
    const state = linkStateOf(this.pc, this.#state);
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  };
}
