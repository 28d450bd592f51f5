/** ICE candidates: where a connection can be reached, and for how long. */
import type { Machine } from '../machines/machine.ts';
import type { Network } from '../network/network.ts';

export interface GatheredCandidate {
  readonly text: string;
  /** Of RFC 8445, section 5.1.2. */
  readonly priority: number;
  readonly type: 'host' | 'srflx' | 'relay';
  readonly machine: Machine;
  readonly address: number;
  /** Of the TURN server's allocation. */
  readonly turnGeneration: number;
}

/** As Chromium gives them with one network adapter. */
const PRIORITIES = { host: 2_122_260_223, srflx: 1_686_052_607, relay: 41_885_439 };

let last = 0;
/** By their foundations. */
const known = new Map<string, GatheredCandidate>();

export const forgetCandidates = (): void => {
  known.clear();
  last = 0;
};

export function gathered(machine: Machine, network: Network, type: GatheredCandidate['type']): GatheredCandidate {
  last += 1;
  const foundation = String(last);
  const priority = PRIORITIES[type];
  const text = `candidate:${foundation} 1 udp ${String(priority)} 192.0.2.1 9 typ ${type}`;
  const { turnGeneration } = network;
  const candidate = { text, priority, type, machine, address: machine.address, turnGeneration };
  known.set(foundation, candidate);
  return candidate;
}

/** A candidate as it was signaled: its priority may be another one. */
export function candidateOf(text: string): GatheredCandidate | undefined {
  const [, foundation = '', priority] = /^candidate:(\d+) 1 udp (\d+) /.exec(text) ?? [];
  const candidate = known.get(foundation);
  return candidate && { ...candidate, priority: Number(priority) };
}

/** Whether both texts are about the same one. */
export const isSame = (one: GatheredCandidate, other: GatheredCandidate): boolean =>
  foundationOf(one) === foundationOf(other);

const foundationOf = ({ text }: GatheredCandidate): string | undefined => text.split(' ')[0];

export interface CandidatePair {
  readonly one: GatheredCandidate;
  readonly other: GatheredCandidate;
}

function isLive({ machine, address, type, turnGeneration }: GatheredCandidate, network: Network): boolean {
  if (!network.isUp(machine) || machine.address !== address) return false;
  return type !== 'relay' || (network.isTurnRunning && network.turnGeneration === turnGeneration);
}

const isDirect = ({ one, other }: CandidatePair): boolean => one.type !== 'relay' && other.type !== 'relay';

/** Whether packets get through over this pair now. */
export function carries(pair: CandidatePair, network: Network): boolean {
  const { one, other } = pair;
  if (!isLive(one, network) || !isLive(other, network)) return false;
  if (!isDirect(pair)) {
    // The end without an allocation reaches the server over UDP.
    return [one, other].every((end) => end.type === 'relay' || !end.machine.isUdpBlocked);
  }
  return [one.machine, other.machine].every(
    (machine) => !machine.isUdpBlocked && !network.behindStrictNat.has(machine),
  );
}
