/**
 * For how long nothing has arrived over a path, from readings of how many packets have arrived in
 * all. Chromium calls a path `disconnected` only after 5 to 7.6 s.
 */

export class Silence {
  #received: number | undefined;
  #heardAtMs: number | undefined;

  /**
   * One more reading. Returns for how long there has been nothing, in milliseconds; 0 until packets
   * have come at all.
   */
  note(received: number, nowMs: number): number {
    const hasChanged = this.#received !== undefined && received !== this.#received;
    this.#received = received;
    if (hasChanged) this.#heardAtMs = nowMs;
    return nowMs - (this.#heardAtMs ?? nowMs);
  }
}

/**
 * How many packets have arrived, of a W3C webrtc-stats report: media, RTCP and data. Answers to ICE
 * checks do not count, since a new path answers before the media uses it. Undefined where the
 * browser counts neither for this end, as Firefox does for a sender. TypeScript types the entries
 * as `any`.
 */
export function receivedIn(report: RTCStatsReport): number | undefined {
  let received: number | undefined;
  for (const entry of report.values()) {
    if (entry.type !== 'transport' && entry.type !== 'inbound-rtp') continue;
    if (typeof entry.packetsReceived === 'number') received = (received ?? 0) + entry.packetsReceived;
  }
  return received;
}
