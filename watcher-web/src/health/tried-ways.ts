/** What the ways out of this network say together. Pure. */
import type { NetworkCode, TriedWays, Way } from './obstacle.ts';

/** `refused`: the TURN server answers, but does not let this page use it. */
export type WayState = 'open' | 'blocked' | 'refused';

/** Only the ways that the service offers. */
export type Ways = Readonly<Partial<Record<Way, WayState>>>;

const inOrder: readonly Way[] = ['udp', 'turn-udp', 'turn-tcp', 'turn-tls'];

export function triedWays(ways: Ways): TriedWays {
  // Without UDP there is no TURN over it, which goes without saying.
  const isNamed = (way: Way): boolean => !(way === 'turn-udp' && ways.udp === 'blocked');
  return { code: codeOf(ways), blocked: inOrder.filter((way) => ways[way] === 'blocked' && isNamed(way)) };
}

function codeOf({ udp, ...turn }: Ways): NetworkCode {
  const states = Object.values(turn);
  if (states.length === 0) return udp === 'blocked' ? 'N4' : 'N5';
  // A path through TURN exists as far as this end goes.
  if (states.includes('open')) return 'N8';
  return states.includes('refused') ? 'N7' : 'N6';
}
