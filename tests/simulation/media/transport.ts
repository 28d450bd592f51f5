/** The path between two peer connections that have each other's descriptions, and what goes over it. */
import type { Scheduled } from '../machines/time.ts';
import { OrderedLine } from '../network/ordered-line.ts';
import { agentOf, type IceAgent } from './ice-agent.ts';
import { carries, type CandidatePair } from './candidates.ts';

/** What a transport needs of a connection at its end. */
export interface TransportEnd {
  readonly agent: IceAgent;
  readonly isClosed: boolean;
  transport: Transport | undefined;
  pathChanged(): void;
  channelOpened(): void;
  channelMessage(text: string): void;
  channelClosed(): void;
}

/** Of SCTP. */
const REPEATED_MS = 3_000;
const ADOPT_MS = { first: { min: 60, max: 300 }, again: { min: 40, max: 250 } };
/**
 * Chromium's controlling end leaves a pair for one of lower priority only when nothing has arrived over it
 * for 2.5 s, and for one second more.
 */
const LEFT_AFTER_MS = 3_500;
/** A peer-reflexive candidate, which only its checks have shown. */
const REFLEXIVE_PRIORITY = 1_845_501_695;

const ends = new Map<IceAgent, TransportEnd>();
const transports = new Set<Transport>();

export const forgetTransports = (): void => {
  ends.clear();
  transports.clear();
};

export const addEnd = (end: TransportEnd): void => void ends.set(end.agent, end);
export const removeEnd = (end: TransportEnd): void => void ends.delete(end.agent);

/** Something may have changed for this end: its descriptions, its candidates. */
export function reconsider(end: TransportEnd): void {
  const other = partnerOf(end);
  if (other !== undefined && end.transport === undefined && other.transport === undefined) {
    const transport = new Transport(end, other);
    transports.add(transport);
    end.transport = transport;
    other.transport = transport;
  }
  end.transport?.evaluate();
  const { local, remote, state } = end.agent;
  if (end.transport === undefined && local !== undefined && remote !== undefined && state === 'new') end.agent.check();
}

export function reconsiderAll(): void {
  for (const transport of transports) transport.evaluate();
}

/** The other end, once both have each other's current descriptions. */
function partnerOf({ agent: { local, remote } }: TransportEnd): TransportEnd | undefined {
  const other = remote === undefined ? undefined : agentOf(remote.ufrag);
  if (other === undefined || local === undefined) return undefined;
  const isMutual = other.local?.ufrag === remote?.ufrag && other.remote?.ufrag === local.ufrag;
  return isMutual ? ends.get(other) : undefined;
}

export class Transport {
  readonly #ends: readonly [TransportEnd, TransportEnd];
  readonly #lines: readonly [OrderedLine<string>, OrderedLine<string>];
  #pair: CandidatePair | undefined;
  /** Of the pair in use, when it was taken. */
  #priority: readonly [number, number] = [0, 0];
  #isUp = false;
  #downAtMs = 0;
  #hasOpened = false;
  #adopting: Scheduled | undefined;
  /** The pair that will be taken has a lower priority than the one before it. */
  #adoptsBelow = false;

  constructor(one: TransportEnd, other: TransportEnd) {
    this.#ends = [one, other];
    this.#lines = [this.#lineTo(one), this.#lineTo(other)];
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get isRelayed(): boolean {
    return this.#pair?.one.type === 'relay' || this.#pair?.other.type === 'relay';
  }

  otherOf(end: TransportEnd): TransportEnd {
    const [one, other] = this.#ends;
    return end === one ? other : one;
  }

  send(from: TransportEnd, text: string): void {
    this.#lines[from === this.#ends[0] ? 1 : 0].send(text);
  }

  /** The other end of a connection that is closed hears of it where it can. */
  closed(by: TransportEnd): void {
    const other = this.otherOf(by);
    const wasUp = this.#isUp;
    this.evaluate();
    const { time, delayMs } = by.agent.network;
    if (wasUp && this.#hasOpened) time.after(delayMs, () => other.channelClosed());
  }

  evaluate(): void {
    const [one, other] = this.#ends;
    const { network } = one.agent;
    const isLiving = !one.isClosed && !other.isClosed;
    if (!isLiving) transports.delete(this);
    const isGivenUp = isFailed(one) || isFailed(other);
    const carriesNow = isLiving && !isGivenUp && this.#pair !== undefined && carries(this.#pair, network);
    this.#set(carriesNow);
    if (carriesNow || !isLiving) return;
    for (const end of this.#ends) {
      if (this.#isNewRound(end) && end.agent.state !== 'connected') end.agent.check();
    }
    this.#seek();
  }

  readonly #checked = new Map<TransportEnd, string>();

  /** A round with another user name begins checks of its own. */
  #isNewRound(end: TransportEnd): boolean {
    const key = `${String(end.agent.local?.ufrag)} ${String(end.agent.remote?.ufrag)}`;
    if (partnerOf(end) === undefined || this.#checked.get(end) === key) return false;
    this.#checked.set(end, key);
    return true;
  }

  #seek(): void {
    const found = this.#workingPair();
    if (found === undefined) return;
    const [one] = this.#ends;
    const { time, random } = one.agent.network;
    const isBelow = this.#isBelow(found);
    if (this.#adopting !== undefined) {
      if (isBelow || !this.#adoptsBelow) return;
      time.cancel(this.#adopting);
    }
    this.#adoptsBelow = isBelow;
    const { min, max } = this.#pair === undefined ? ADOPT_MS.first : ADOPT_MS.again;
    const leftInMs = isBelow ? this.#downAtMs + LEFT_AFTER_MS - time.nowMs : 0;
    this.#adopting = time.after(Math.max(random.between(min, max), leftInMs), () => {
      this.#adopting = undefined;
      if (one.isClosed || this.#ends[1].isClosed) return;
      const pair = this.#workingPair();
      if (pair !== undefined) {
        this.#pair = pair;
        this.#priority = this.#priorityOf(pair);
      }
      this.evaluate();
    });
  }

  #isBelow(pair: CandidatePair): boolean {
    const [least, most] = this.#priorityOf(pair);
    const [leastNow, mostNow] = this.#priority;
    return this.#pair !== undefined && (least < leastNow || (least === leastNow && most < mostNow));
  }

  /** RFC 8445, section 6.1.2.3, as the controlling end sees it: the lower priority of its ends, then the higher. */
  #priorityOf({ one, other }: CandidatePair): readonly [number, number] {
    const { agent } = this.#ends[0];
    const [own, theirs] = agent.isControlling ? [one, other] : [other, one];
    const controlling = agent.isControlling ? agent : this.#ends[1].agent;
    const known = controlling.knownOf(theirs)?.priority ?? REFLEXIVE_PRIORITY;
    return [Math.min(own.priority, known), Math.max(own.priority, known)];
  }

  /** One end has to know a candidate of the other: its checks show where they come from. */
  #workingPair(): CandidatePair | undefined {
    const [one, other] = this.#ends;
    const { network } = one.agent;
    if (partnerOf(one) !== other || isFailed(one) || isFailed(other)) return undefined;
    const found: CandidatePair[] = [];
    for (const mine of one.agent.local?.candidates ?? []) {
      for (const theirs of other.agent.local?.candidates ?? []) {
        const isKnown = one.agent.knownOf(theirs) !== undefined || other.agent.knownOf(mine) !== undefined;
        const pair = { one: mine, other: theirs };
        if (isKnown && carries(pair, network)) found.push(pair);
      }
    }
    return found.find((pair) => pair.one.type !== 'relay' && pair.other.type !== 'relay') ?? found[0];
  }

  #set(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (!isUp) this.#downAtMs = this.#ends[0].agent.network.time.nowMs;
    for (const end of this.#ends) {
      if (end.isClosed) continue;
      if (isUp) this.#isNewRound(end);
      if (isUp) end.agent.flows();
      else end.agent.stops();
      end.pathChanged();
    }
    if (!isUp || this.#hasOpened) return;
    this.#hasOpened = true;
    for (const end of this.#ends) {
      const { time, delayMs } = end.agent.network;
      time.after(2 * delayMs, () => end.channelOpened());
    }
  }

  #lineTo(end: TransportEnd): OrderedLine<string> {
    const { network } = end.agent;
    return new OrderedLine<string>({
      network,
      isOpen: () => this.#isUp && !this.#ends.some(({ isClosed }) => isClosed),
      longestRepeatMs: REPEATED_MS,
      isTouchable: () => true,
      deliver: (text) => end.channelMessage(text),
    });
  }
}

const isFailed = ({ agent }: TransportEnd): boolean => agent.state === 'failed';
