/**
 * Lists the peer connections of a page, and reads their encoders. It wraps the browser's API, so
 * the product needs no test hook.
 */

declare global {
  interface Window {
    connectionList: Set<RTCPeerConnection>;
  }
}

/** Runs in the page, before anything else. */
export function installConnectionList(): void {
  const list = new Set<RTCPeerConnection>();
  window.connectionList = list;
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      list.add(this);
    }

    override close(): void {
      list.delete(this);
      super.close();
    }
  };
}

/**
 * Runs in the page: frames so far of each video encoder, except the tiny ones of forwarding links.
 */
export async function readEncoders(): Promise<Record<string, number>> {
  const encoders: Record<string, number> = {};
  let number = 0;
  for (const pc of window.connectionList) {
    number += 1;
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'outbound-rtp' || entry.kind !== 'video' || (entry.frameWidth ?? 0) < 160) continue;
      encoders[`${number} ${entry.ssrc} ${entry.frameWidth}`] = entry.framesEncoded ?? 0;
    }
  }
  return encoders;
}
