/**
 * What both ends of a link have in common: the data channel, the current round, recovery, and one
 * state.
 */
import type { Candidate, IceServer, LinkId, LinkMessage, Round } from '@lectern/protocol';
import loglevel from 'loglevel';
import pLimit from 'p-limit';
import { CandidateGate } from './candidate-gate.ts';
import { hasTurn, linkConfiguration } from './ice-servers.ts';
import { LinkChannel, toWireCandidate } from './link-channel.ts';
import { CHANGE_LASTS_MS, type LinkLadder } from './ladder.ts';
import { LinkRecovery } from './link-recovery.ts';
import { linkStateOf, pathConditionOf, type LinkState } from './link-state.ts';

const log = loglevel.getLogger('link');

/** The part of signaling that either end of a link needs. */
export interface LinkCarrier {
  isOpen(): boolean;
  sendCandidate(linkId: LinkId, round: Round, candidate: Candidate): void;
}

export interface LinkEndOptions {
  readonly linkId: LinkId;
  /** Made with `linkConfiguration`. It stays its owner's, who closes it after the link's end. */
  readonly pc: RTCPeerConnection;
  readonly iceServers: readonly IceServer[];
  /** The room uses TURN only. */
  readonly turnOnly?: boolean | undefined;
  /**
   * Whether this end needs TURN for its next round. `attempt` counts the rounds since the link was
   * last connected, from 1.
   */
  readonly needsTurn: (attempt: number) => boolean | Promise<boolean>;
  readonly ladder: LinkLadder;
  readonly onState: (state: LinkState) => void;
  readonly onMessage: (message: LinkMessage) => void;
  /** False: its offers have no data channel, and nothing is sent over one. */
  readonly hasChannel?: boolean | undefined;
  readonly onChannelOpen?: (() => void) | undefined;
  /** Packets come again after an interruption, or over another path: a key frame is due. */
  readonly onHealed?: () => void;
  /** All restarts have failed: another link should replace this one. */
  readonly onGivenUp: () => void;
}

const noChannel = { isOpen: false, send: () => false };

export abstract class LinkEnd {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  protected readonly gate: CandidateGate;
  protected readonly channel: Pick<LinkChannel, 'isOpen' | 'send'>;
  /** Offers, answers and restarts run one at a time, in the order in which they were requested. */
  protected readonly inTurn = pLimit(1);
  protected round: number = 0;
  /**
   * A round stays on the route on which it began: signaling, or the data channel while signaling is
   * away.
   */
  protected route: 'signaling' | 'channel' = 'signaling';
  readonly #options: LinkEndOptions;
  readonly #carrier: LinkCarrier;
  readonly #recovery: LinkRecovery;
  readonly #closing = new AbortController();
  #state: LinkState = 'new';
  #isSilent = false;
  #networkChangedAtMs = Number.NEGATIVE_INFINITY;
  #iceServers: readonly IceServer[];
  /** Once a link uses TURN it goes on doing so: its direct path has failed before. */
  #withTurn = false;
  #attempt = 0;

  constructor(options: LinkEndOptions, carrier: LinkCarrier) {
    const { linkId, pc } = options;
    const { signal } = this.#closing;
    this.#options = options;
    this.#withTurn = options.turnOnly === true;
    this.#carrier = carrier;
    this.linkId = linkId;
    this.pc = pc;
    this.#iceServers = options.iceServers;
    this.gate = new CandidateGate(pc);
    this.channel =
      options.hasChannel === false
        ? noChannel
        : new LinkChannel({
            pc,
            onMessage: (message) => this.handleMessage(message),
            onOpen: options.onChannelOpen,
            signal,
          });
    this.#recovery = new LinkRecovery(options.ladder, {
      restart: () => this.recover(),
      mayGiveUp: () => carrier.isOpen(),
      giveUp: () => {
        log.warn(`link ${linkId}: given up after the last restart`);
        options.onGivenUp();
      },
    });
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void =>
      this.#sendCandidate(candidate ? toWireCandidate(candidate) : { candidate: '' });
    pc.addEventListener('icecandidate', onCandidate, { signal });
    pc.addEventListener('connectionstatechange', this.#handleChange, { signal });
    pc.addEventListener('signalingstatechange', this.#handleChange, { signal });
  }

  get state(): LinkState {
    return this.#state;
  }

  async handleCandidate(round: Round, candidate: Candidate): Promise<void> {
    // Not in turn: an answer's step lasts until the service has acknowledged it, and the gate keeps
    // the rounds apart.
    await this.gate.admit(round, candidate);
  }

  /** Restarts at once where the path is not well: signaling is back, or somebody looks. */
  hurry(): void {
    this.#recovery.hurry();
  }

  /** The system says that the network has changed. A path that goes on working is left alone. */
  networkChanged(): void {
    this.#networkChangedAtMs = performance.now();
    this.hurry();
  }

  /**
   * Nothing has arrived for too long, or something has again. Without readings of packets the state
   * is ICE's alone.
   */
  noteSilence(isSilent: boolean): void {
    const wasSilent = this.#isSilent;
    this.#isSilent = isSilent;
    this.#handleChange();
    // Then it is no blip.
    if (isSilent && !wasSilent && this.hasNetworkChanged) this.hurry();
  }

  /** Sends over the data channel. Returns false, and sends nothing, while it is not open. */
  send(message: LinkMessage): boolean {
    return this.channel.send(message);
  }

  /**
   * Fresh credentials. What the next round gathers uses them; a path that stands does not change.
   */
  renewIceServers(iceServers: readonly IceServer[] | undefined): void {
    if (iceServers === undefined || iceServers.length === 0 || this.#state === 'closed') return;
    this.#iceServers = iceServers;
    if (this.#withTurn) this.#configure();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#closing.abort();
    this.#recovery.close();
  }

  /** A moment ago. */
  protected get hasNetworkChanged(): boolean {
    return performance.now() - this.#networkChangedAtMs < CHANGE_LASTS_MS;
  }

  /** Nothing comes over its path, whatever ICE says. */
  protected get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Aborted once the link is closed. */
  protected get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** What this end does about a broken path. */
  protected abstract recover(): void;

  protected handleMessage(message: LinkMessage): void {
    if (message.kind === 'candidate') void this.handleCandidate(message.round, message.candidate);
    else this.#options.onMessage(message);
  }

  /** Call before the local description of each round: what it gathers is decided here. */
  protected async chooseServers(): Promise<void> {
    this.#attempt += 1;
    if (this.#withTurn || !hasTurn(this.#iceServers)) return;
    if (!(await this.#options.needsTurn(this.#attempt)) || this.closing.aborted) return;
    this.#withTurn = true;
    this.#configure();
  }

  /** The service offers TURN, and this end has not taken it. */
  protected get hasTurnLeft(): boolean {
    return !this.#withTurn && hasTurn(this.#iceServers);
  }

  #configure(): void {
    const { turnOnly = false } = this.#options;
    const configuration = linkConfiguration(this.#iceServers, { withTurn: this.#withTurn, turnOnly });
    this.pc.setConfiguration({ ...this.pc.getConfiguration(), ...configuration });
  }

  #sendCandidate(candidate: Candidate): void {
    if (this.round === 0) return;
    if (this.route === 'channel') this.channel.send({ kind: 'candidate', round: this.round, candidate });
    else this.#carrier.sendCandidate(this.linkId, this.round, candidate);
  }

  readonly #handleChange = (): void => {
    const before = this.#state;
    // A closed link's connection may stay open for a last message.
    if (before === 'closed') return;
    const state = linkStateOf(this.pc, before, this.#isSilent);
    this.#state = state;
    this.#recovery.update(pathConditionOf(this.pc, state));
    if (state === before) return;
    if (state === 'connected') this.#attempt = 0;
    log.info(`link ${this.linkId}: ${state}`);
    this.#options.onState(state);
    if (state === 'connected' && before === 'interrupted') this.#options.onHealed?.();
  };
}
