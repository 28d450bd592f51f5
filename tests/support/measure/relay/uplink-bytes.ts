/** How much a presenter's page sends, second by second. */

interface Second {
  readonly atMs: number;
  readonly kbps: number;
}

declare global {
  interface Window {
    uplinkSeconds: Second[];
  }
}

/** Runs in the page, once. A connection that closes within a second counts up to the reading before. */
export function recordUplink(): void {
  window.uplinkSeconds = [];
  const bytes = new WeakMap<RTCPeerConnection, number>();
  let beforeMs = performance.now();
  const read = async (): Promise<void> => {
    const nowMs = performance.now();
    let sent = 0;
    for (const pc of window.connectionList) {
      let all = 0;
      for (const entry of (await pc.getStats()).values()) if (entry.type === 'transport') all += entry.bytesSent ?? 0;
      sent += all - (bytes.get(pc) ?? 0);
      bytes.set(pc, all);
    }
    window.uplinkSeconds.push({ atMs: performance.timeOrigin + nowMs, kbps: (sent * 8) / (nowMs - beforeMs) });
    beforeMs = nowMs;
  };
  setInterval(() => void read(), 1_000);
}

/** Runs in the page. */
export const readUplinkSeconds = (): readonly Second[] => window.uplinkSeconds;
