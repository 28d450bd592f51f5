/** ICE candidates: where a connection can be reached, and for how long. */
import type { Machine } from '../machines/machine.ts';
import type { Network } from '../network/network.ts';

export interface GatheredCandidate {
  readonly text: string;
  readonly type: 'host' | 'srflx' | 'relay';
  readonly machine: Machine;
  readonly address: number;
  /** Of the TURN server's allocation. */
  readonly turnGeneration: number;
}

let last = 0;
const known = new Map<string, GatheredCandidate>();

export const forgetCandidates = (): void => {
  known.clear();
  last = 0;
};

export function gathered(machine: Machine, network: Network, type: GatheredCandidate['type']): GatheredCandidate {
  last += 1;
  const text = `candidate:${String(last)} 1 udp ${String(last)} 192.0.2.1 9 typ ${type}`;
  const candidate = { text, type, machine, address: machine.address, turnGeneration: network.turnGeneration };
  known.set(text, candidate);
  return candidate;
}

export const candidateOf = (text: string): GatheredCandidate | undefined => known.get(text);

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
