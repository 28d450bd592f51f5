/** The peer connections that a page has made, and what they encode and receive: seen from outside, before the page's own scripts. */

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

/** Runs in the page: frames encoded so far by each video encoder of some size. */
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
