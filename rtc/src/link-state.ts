/** What a link is, at either end. Nothing more than the browser already says, in the words of the design. */
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
 * How an interrupted link is brought back. `disconnected` mostly heals by itself (measured: an outage of 10 s needs no restart), so
 * it is given two seconds; `failed` never does. Then restarts at growing distance; after the last one the link is given up.
 */
const RESTART_DELAYS_MS = [0, 2_000, 4_000, 8_000];
const HEALING_MS = 2_000;

/** Milliseconds until the next restart, or nothing when it is time for another link. */
export function restartDelayMs(attempt: number, cause: 'disconnected' | 'failed'): number | undefined {
  const delayMs = RESTART_DELAYS_MS[attempt];
  return delayMs === undefined ? undefined : delayMs + (cause === 'disconnected' && attempt === 0 ? HEALING_MS : 0);
}
