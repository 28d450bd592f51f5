/**
 * A browser's peer connection (W3C webrtc): its states, and errors for calls in the wrong one. Calls run
 * one after the other and take a moment; those that are under way when it closes never end.
 */
import { currentProgram, type Owned, type Program } from '../machines/machine.ts';
import type { Network } from '../network/network.ts';
import { candidateOf, type GatheredCandidate } from './candidates.ts';
import { DataChannel } from './data-channel.ts';
import { read, write, wrongState } from './descriptions.ts';
import { IceAgent } from './ice-agent.ts';
import { MediaStreams, type StreamingEnd } from './media-streams.ts';
import { statisticsOf } from './statistics.ts';
import { addEnd, reconsider, removeEnd, type Transport } from './transport.ts';

interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

const CALL_MS = { min: 0.2, max: 12 };

export class PeerConnection extends EventTarget implements StreamingEnd, Owned {
  readonly agent: IceAgent;
  readonly streams: MediaStreams;
  readonly program: Program;
  readonly network: Network;
  transport: Transport | undefined;
  signalingState: RTCSignalingState = 'stable';
  #remote: Description | null = null;
  #local: Description | null = null;
  #stableLocal: Description | null = null;
  #configuration: RTCConfiguration;
  #channel: DataChannel | undefined;
  #restarts = false;
  #calls: Promise<unknown> = Promise.resolve();
  #connectionState: RTCPeerConnectionState = 'new';
  #isGone = false;

  constructor(network: Network, configuration: RTCConfiguration = {}) {
    super();
    const program = currentProgram();
    if (program === undefined) throw new Error('no program makes a connection');
    this.program = program;
    this.network = network;
    this.#configuration = configuration;
    this.agent = new IceAgent(program, network, {
      onCandidate: (candidate, ufrag) => this.#announce(candidate, ufrag),
      onState: () => this.#updateState(),
    });
    this.streams = new MediaStreams(this);
    addEnd(this);
    program.owned.add(this);
  }

  get isClosed(): boolean {
    return this.#isGone || this.signalingState === 'closed' || !this.program.isRunning;
  }

  get iceConnectionState(): RTCIceConnectionState {
    return this.agent.state;
  }

  get iceGatheringState(): RTCIceGatheringState {
    return this.agent.gathering;
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#connectionState;
  }

  /** With the candidates gathered so far. */
  get localDescription(): Description | null {
    if (this.#local === null) return null;
    const candidates = this.agent.local?.candidates.map(({ text }) => text) ?? [];
    return { type: this.#local.type, sdp: write(read(this.#local.sdp).ufrag, candidates) };
  }

  get remoteDescription(): Description | null {
    return this.#remote;
  }

  getConfiguration(): RTCConfiguration {
    return this.#configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#checkOpen();
    this.#configuration = configuration;
  }

  createDataChannel(): DataChannel {
    this.#channel = new DataChannel((text) => this.transport?.send(this, text));
    return this.#channel;
  }

  getReceivers(): readonly object[] {
    return [];
  }

  restartIce(): void {
    this.#restarts = true;
  }

  createOffer(): Promise<Description> {
    return this.#call(() => {
      const isNew = this.#restarts || this.agent.local === undefined;
      this.#restarts = false;
      const ufrag = isNew ? this.agent.nextUfrag() : (this.agent.local?.ufrag ?? '');
      return { type: 'offer', sdp: write(ufrag, []) } as const;
    });
  }

  createAnswer(): Promise<Description> {
    return this.#call(() => {
      if (this.signalingState !== 'have-remote-offer') throw wrongState('no offer to answer');
      const before = this.agent.local?.ufrag;
      const isNew = before === undefined || this.#answered !== this.agent.remote?.ufrag;
      return { type: 'answer', sdp: write(isNew ? this.agent.nextUfrag() : before, []) } as const;
    });
  }

  /** The remote user name that the last answer was for. */
  #answered: string | undefined;

  async setLocalDescription(given?: Description): Promise<void> {
    const description = given ?? (await this.createOffer());
    await this.#call(() => {
      const { type, sdp } = description;
      if (type === 'offer') {
        if (this.signalingState === 'have-remote-offer') throw wrongState('an offer waits for its answer');
        if (this.signalingState === 'stable') this.#stableLocal = this.#local;
        this.agent.isControlling ||= this.#remote === null;
        this.#local = description;
        this.#signal('have-local-offer');
      } else {
        if (this.signalingState !== 'have-remote-offer') throw wrongState('nothing to answer');
        this.#answered = this.agent.remote?.ufrag;
        this.#local = description;
        this.#signal('stable');
      }
      this.agent.setLocal(read(sdp).ufrag, this.#configuration);
      reconsider(this);
    });
  }

  setRemoteDescription(description: Description): Promise<void> {
    return this.#call(() => {
      const { type, sdp } = description;
      const { ufrag, candidates } = read(sdp);
      if (type === 'answer' && this.signalingState !== 'have-local-offer') throw wrongState('no offer was made');
      if (type === 'offer' && this.signalingState === 'have-local-offer') this.#local = this.#stableLocal;
      this.#remote = description;
      this.agent.setRemote(ufrag, candidates);
      this.#signal(type === 'offer' ? 'have-remote-offer' : 'stable');
      if (type === 'offer') this.streams.receive();
      reconsider(this);
    });
  }

  addIceCandidate(init: RTCIceCandidateInit): Promise<void> {
    return this.#call(() => {
      if (this.#remote === null) throw wrongState('no remote description');
      const { candidate = '', usernameFragment } = init;
      const ufrag = this.agent.remote?.ufrag;
      if (usernameFragment !== null && usernameFragment !== undefined && usernameFragment !== ufrag) {
        throw new DOMException('a candidate of another description', 'OperationError');
      }
      if (candidate !== '' && candidateOf(candidate) === undefined) throw new TypeError('not a candidate');
      this.agent.addRemote(candidate);
      reconsider(this);
    });
  }

  async getStats(): Promise<ReadonlyMap<string, object>> {
    if (this.isClosed) throw wrongState('closed');
    if (this.network.random.happens(0.02)) {
      await new Promise<void>((resolve) => this.program.machine.time.after(60, () => this.program.run(resolve)));
    }
    return statisticsOf(this);
  }

  close(): void {
    if (this.signalingState === 'closed') return;
    this.signalingState = 'closed';
    this.#end();
  }

  killed(): void {
    this.#isGone = true;
    this.streams.stop();
    removeEnd(this);
    this.agent.close();
    this.transport?.evaluate();
  }

  pathChanged(): void {
    this.streams.update();
  }

  channelOpened(): void {
    if (!this.isClosed) this.program.run(() => this.#channel?.open());
  }

  channelMessage(text: string): void {
    if (!this.isClosed) this.program.run(() => this.#channel?.receive(text));
  }

  channelClosed(): void {
    if (!this.isClosed) this.program.run(() => this.#channel?.close());
  }

  #end(): void {
    this.#connectionState = 'closed';
    this.#channel?.end();
    this.streams.stop();
    removeEnd(this);
    this.agent.close();
    this.program.owned.delete(this);
    this.transport?.closed(this);
  }

  /** In order; a closed connection answers nothing. */
  #call<T>(act: () => T): Promise<T> {
    if (this.isClosed) return Promise.reject(wrongState('the connection is closed'));
    const { random, time } = this.network;
    const called = this.#calls.then(
      () =>
        new Promise<T>((resolve, reject) => {
          time.after(random.between(CALL_MS.min, CALL_MS.max), () =>
            this.program.run(() => {
              if (this.isClosed) return;
              try {
                resolve(act());
              } catch (error) {
                reject(error);
              }
            }),
          );
        }),
    );
    this.#calls = called.catch(() => undefined);
    return called;
  }

  #checkOpen(): void {
    if (this.isClosed) throw wrongState('the connection is closed');
  }

  #signal(state: RTCSignalingState): void {
    if (state === this.signalingState) return;
    this.signalingState = state;
    this.dispatchEvent(new Event('signalingstatechange'));
  }

  #announce(candidate: GatheredCandidate | null, ufrag: string): void {
    if (this.isClosed) return;
    if (candidate === null) {
      this.dispatchEvent(new Event('icegatheringstatechange'));
      this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
      return;
    }
    const init = { candidate: candidate.text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: ufrag };
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { ...init, toJSON: () => init } }));
  }

  #updateState(): void {
    if (this.isClosed) return;
    this.#connectionState = stateFor[this.agent.state];
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

const stateFor: Readonly<Record<RTCIceConnectionState, RTCPeerConnectionState>> = {
  new: 'new',
  checking: 'connecting',
  connected: 'connected',
  completed: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
  closed: 'closed',
};
