/** What presenter and watcher share in the browser: the signaling client and the two ends of a link. */
export type { EarlySocket } from './early-transport.ts';
export { InboundLink, type InboundCarrier } from './inbound-link.ts';
export type { LinkState } from './link-state.ts';
export { copyText } from './copy-text.ts';
export { inTurn } from './in-turn.ts';
export { OutboundLink, type OutboundCarrier } from './outbound-link.ts';
export { SignalingClient } from './signaling-client.ts';
