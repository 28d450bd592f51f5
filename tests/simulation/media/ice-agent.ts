/**
 * ICE of one peer connection: gathers candidates, and derives from its path what a browser says of it.
 * Chromium's times: `disconnected` after 5 to 7.6 s without a packet, `failed` after 15 s more.
 */
import type { Program } from '../machines/machine.ts';
import type { Scheduled } from '../machines/time.ts';
import type { Network } from '../network/network.ts';
import { candidateOf, gathered, isSame, type GatheredCandidate } from './candidates.ts';

export interface AgentEvents {
  readonly onCandidate: (candidate: GatheredCandidate | null, ufrag: string) => void;
  readonly onState: () => void;
}

const DISCONNECTED_MS = { min: 5_000, max: 7_600 };
const FAILED_MS = { min: 14_000, max: 16_000 };
/** Checks without an answer. */
const CHECKED_MS = { min: 15_000, max: 20_000 };

const agents = new Map<string, IceAgent>();
let last = 0;

export const forgetAgents = (): void => {
  agents.clear();
  last = 0;
};

export const agentOf = (ufrag: string): IceAgent | undefined => agents.get(ufrag);

export class IceAgent {
  readonly program: Program;
  readonly network: Network;
  readonly #events: AgentEvents;
  readonly #name = (last += 1);
  #generation = 0;
  /** Of the current local description. */
  local: { ufrag: string; readonly candidates: GatheredCandidate[] } | undefined;
  remote: { ufrag: string; readonly candidates: GatheredCandidate[] } | undefined;
  state: RTCIceConnectionState = 'new';
  gathering: RTCIceGatheringState = 'new';
  /** It has made the first offer. */
  isControlling = false;
  #timer: Scheduled | undefined;

  constructor(program: Program, network: Network, events: AgentEvents) {
    this.program = program;
    this.network = network;
    this.#events = events;
  }

  nextUfrag(): string {
    this.#generation += 1;
    return `c${String(this.#name)}g${String(this.#generation)}`;
  }

  /** Begins to gather where the user name is a new one. */
  setLocal(ufrag: string, configuration: RTCConfiguration): void {
    if (this.local?.ufrag === ufrag) return;
    this.local = { ufrag, candidates: [] };
    agents.set(ufrag, this);
    this.#gather(ufrag, configuration);
  }

  setRemote(ufrag: string, candidates: readonly string[]): void {
    if (this.remote?.ufrag !== ufrag) this.remote = { ufrag, candidates: [] };
    for (const text of candidates) this.addRemote(text);
  }

  addRemote(text: string): void {
    const candidate = candidateOf(text);
    if (candidate !== undefined && this.knownOf(candidate) === undefined) this.remote?.candidates.push(candidate);
  }

  /** The other end's candidate as this end has been told of it. */
  knownOf(candidate: GatheredCandidate): GatheredCandidate | undefined {
    return this.remote?.candidates.find((known) => isSame(known, candidate));
  }

  /** Both descriptions are there, and packets do not flow. */
  check(): void {
    if (this.state === 'closed') return;
    this.#become('checking');
    this.#after(CHECKED_MS, () => this.#become('failed'));
  }

  flows(): void {
    if (this.state === 'closed') return;
    this.#cancel();
    this.#become('connected');
  }

  /** Nothing arrives any more. */
  stops(): void {
    if (this.state !== 'connected') return;
    this.#after(DISCONNECTED_MS, () => {
      this.#become('disconnected');
      this.#after(FAILED_MS, () => this.#become('failed'));
    });
  }

  close(): void {
    this.#cancel();
    this.state = 'closed';
    for (const [ufrag, agent] of agents) if (agent === this) agents.delete(ufrag);
  }

  #gather(ufrag: string, { iceServers = [], iceTransportPolicy }: RTCConfiguration): void {
    const { network, program } = this;
    const { random, time } = network;
    this.gathering = 'gathering';
    const isCurrent = (): boolean => this.local?.ufrag === ufrag && this.state !== 'closed';
    const find = (type: GatheredCandidate['type'], afterMs: number, isThere: () => boolean): void => {
      time.after(afterMs, () => {
        const { machine } = program;
        if (!isCurrent() || !network.isUp(machine) || !isThere()) return;
        const candidate = gathered(machine, network, type);
        this.local?.candidates.push(candidate);
        program.run(() => this.#events.onCandidate(candidate, ufrag));
        network.changed();
      });
    };
    const urls = iceServers.flatMap((server) => [server.urls].flat().map((url) => ({ url, server })));
    const turn = urls.filter(({ url }) => url.startsWith('turn'));
    let doneMs = random.between(5, 40);
    if (iceTransportPolicy !== 'relay') {
      find('host', random.between(2, 30), () => true);
      if (urls.length > turn.length) {
        const atMs = random.between(20, 120);
        find('srflx', atMs, () => !program.machine.isUdpBlocked);
        doneMs = Math.max(doneMs, atMs + 10);
      }
    }
    for (const { server } of turn.slice(0, 1)) {
      const atMs = random.between(60, 300);
      const isValid = network.isCredentialValid(server.username);
      find('relay', atMs, () => network.isTurnRunning && isValid);
      doneMs = Math.max(doneMs, atMs + 10);
    }
    time.after(doneMs, () => {
      if (!isCurrent()) return;
      this.gathering = 'complete';
      program.run(() => this.#events.onCandidate(null, ufrag));
    });
  }

  #become(state: RTCIceConnectionState): void {
    if (this.state === state || this.state === 'closed') return;
    this.state = state;
    this.program.run(() => this.#events.onState());
  }

  #after({ min, max }: { readonly min: number; readonly max: number }, act: () => void): void {
    this.#cancel();
    const { time, random } = this.network;
    this.#timer = time.after(random.between(min, max), act);
  }

  #cancel(): void {
    if (this.#timer !== undefined) this.network.time.cancel(this.#timer);
    this.#timer = undefined;
  }
}
