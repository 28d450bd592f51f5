/**
 * The state of a link, the same at either end: the browser's states in the words of the design,
 * with what the packets say about its path.
 */
import type { PathCondition } from './link-recovery.ts';

export type LinkState = 'new' | 'negotiating' | 'connected' | 'interrupted' | 'closed';

type Connection = Pick<RTCPeerConnection, 'connectionState' | 'signalingState'>;

/** `isSilent`: no packet has come for too long, whatever ICE says. */
export function linkStateOf(pc: Connection, before: LinkState, isSilent: boolean): LinkState {
  switch (pc.connectionState) {
    case 'new':
      return pc.signalingState === 'stable' ? before : 'negotiating';
    case 'connecting':
      return before === 'connected' || before === 'interrupted' ? 'interrupted' : 'negotiating';
    case 'connected':
      return isSilent ? 'interrupted' : 'connected';
    case 'disconnected':
    case 'failed':
      return 'interrupted';
    case 'closed':
      return 'closed';
  }
}

export function pathConditionOf(pc: Pick<Connection, 'connectionState'>, state: LinkState): PathCondition {
  if (pc.connectionState === 'failed') return 'failed';
  if (state === 'interrupted') return 'missing';
  return state === 'connected' ? 'well' : 'opening';
}
