/** The state of a link, the same at either end: the browser's states in the words of the design. */
import { HEALING_MS, RESTART_DELAYS_MS } from './policy.ts';

export type LinkState = 'new' | 'negotiating' | 'connected' | 'interrupted' | 'closed';

export function linkStateOf(
  pc: Pick<RTCPeerConnection, 'connectionState' | 'signalingState'>,
  before: LinkState,
): LinkState {
  switch (pc.connectionState) {
    case 'new':
      return pc.signalingState === 'stable' ? before : 'negotiating';
    case 'connecting':
      return before === 'connected' || before === 'interrupted' ? 'interrupted' : 'negotiating';
    case 'connected':
      return 'connected';
    case 'disconnected':
    case 'failed':
      return 'interrupted';
    case 'closed':
      return 'closed';
  }
}

/**
 * Milliseconds until restart number `attempt`, counted from 0; undefined when the link should be
 * given up.
 */
export function restartDelayMs(attempt: number, cause: 'disconnected' | 'failed'): number | undefined {
  const delayMs = RESTART_DELAYS_MS[attempt];
  return delayMs === undefined ? undefined : delayMs + (cause === 'disconnected' && attempt === 0 ? HEALING_MS : 0);
}
