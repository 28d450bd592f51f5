/** WebRTC as presenter and watcher share it: the signaling client and the two ends of a link. */
export type { EarlySocket } from './early-transport.ts';
export { errorName } from './error-name.ts';
export { InboundLink, type InboundCarrier } from './inbound-link.ts';
export { linkConfiguration, stunUrlsOf } from './ice-servers.ts';
export type { LinkLadder } from './ladder.ts';
export type { LinkState } from './link-state.ts';
export {
  OutboundLink,
  restartTurns,
  type OutboundCarrier,
  type OutboundLinkOptions,
  type Turns,
} from './outbound-link.ts';
export { randomBetween } from './random-between.ts';
export { SignalingClient } from './signaling-client.ts';
export { receivedIn } from './silence.ts';
export { slowHash, type Derive } from './slow-hash.ts';
export { withStereo } from './stereo.ts';
export { checkUdp, UdpCheck, type UdpState } from './udp-check.ts';
