/** What a watcher has received up to a time, and the rates between two such readings. */

export interface WatcherReading {
  /** On the watcher's own clock. */
  readonly atMs: number;
  /** Identifies the link's stream; 0 before it. The browser's counts begin anew with each link. */
  readonly stream: number;
  readonly connected: boolean;
  /** Complete frames, and the bytes in them. */
  readonly frames: number;
  readonly frameBytes: number;
  /** The newest frame's width. */
  readonly width: number;
  readonly keyFrameRequests: number;
  readonly retransmissionRequests: number;
  readonly audioReceived: number;
  readonly audioLost: number;
  /** Null for a watcher that does not decode. */
  readonly decoded: {
    readonly freezes: number;
    readonly concealedSamples: number;
    readonly samples: number;
  } | null;
}

export interface WatcherFigures {
  readonly fps: number;
  readonly kbps: number;
  readonly width: number;
  readonly audioLossPct: number;
  readonly audioPacketsPerSecond: number;
  readonly keyFrameRequestsPerSecond: number;
  readonly freezes: number | null;
  readonly concealedPct: number | null;
}

export function figuresBetween(before: WatcherReading, after: WatcherReading): WatcherFigures {
  const seconds = (after.atMs - before.atMs) / 1000;
  const received = after.audioReceived - before.audioReceived;
  const lost = Math.max(0, after.audioLost - before.audioLost);
  const samples = (after.decoded?.samples ?? 0) - (before.decoded?.samples ?? 0);
  const concealed = (after.decoded?.concealedSamples ?? 0) - (before.decoded?.concealedSamples ?? 0);
  return {
    fps: (after.frames - before.frames) / seconds,
    kbps: ((after.frameBytes - before.frameBytes) * 8) / 1000 / seconds,
    width: Math.min(before.width, after.width),
    // No packet at all counts as all of them lost.
    audioLossPct: received === 0 ? 100 : (lost / (received + lost)) * 100,
    audioPacketsPerSecond: received / seconds,
    keyFrameRequestsPerSecond: (after.keyFrameRequests - before.keyFrameRequests) / seconds,
    freezes: after.decoded && before.decoded ? after.decoded.freezes - before.decoded.freezes : null,
    concealedPct: samples > 0 ? (concealed / samples) * 100 : null,
  };
}
