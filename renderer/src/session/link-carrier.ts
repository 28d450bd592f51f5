/** Signaling as an outbound link sees it. */
import type { OutboundCarrier, SignalingClient } from '@lectern/rtc';

export function carrierOver(signaling: SignalingClient): OutboundCarrier {
  return {
    isOpen: () => signaling.isConnected,
    sendOffer: async (linkId, round, sdp) => {
      await signaling.request('link:offer', { linkId, round, sdp });
    },
    sendCandidate: (linkId, round, candidate) => {
      // One candidate fewer is no harm: the others, or the next round's, do.
      void signaling.request('link:candidate', { linkId, round, candidate }).catch(() => undefined);
    },
    refreshIce: async (linkId) => {
      if (!signaling.isConnected) return undefined;
      return (await signaling.request('link:refresh-ice', { linkId })).iceServers;
    },
  };
}
