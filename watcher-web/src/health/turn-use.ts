/** How and why this end of the link goes through a TURN server. Pure. */
import type { TurnReason, WatcherReport } from '@lectern/protocol';
import type { UdpState } from '@lectern/rtc';
import type { Reception } from './reception.ts';

/** What the session knows of the network and the room. */
export interface PathFacts {
  readonly turnOnly: boolean;
  readonly udp: UdpState;
}

export function turnUseOf({ turnOver }: Pick<Reception, 'turnOver'>, facts: PathFacts): WatcherReport['turn'] {
  if (turnOver === null) return undefined;
  const because = reasonOf(turnOver, facts);
  return turnOver === 'unknown' ? { because } : { over: turnOver, because };
}

function reasonOf(turnOver: Reception['turnOver'], { turnOnly, udp }: PathFacts): TurnReason {
  if (turnOnly) return 'turn-only';
  // A check that was too slow is no proof against UDP that gets through.
  return udp === 'blocked' && turnOver !== 'udp' ? 'udp-blocked' : 'no-direct-path';
}
