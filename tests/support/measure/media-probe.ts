/**
 * What a watcher's page really gets, read from outside: decoded frames and the longest gap between them, audio energy, the path taken.
 * Put into the page before its own scripts; the product itself carries no test hooks.
 */

export interface MediaFacts {
  /** Frames presented by the page's video element since the page was opened. */
  readonly frames: number;
  /** Longest time between two presented frames since `resetGap()`, milliseconds; the time since the last one counts as well. */
  readonly longestGapMs: number;
  /** Times without a presented frame of more than a second, on the machine's clock; the one that lasts is not among them. */
  readonly gaps: readonly Gap[];
  readonly width: number;
  readonly height: number;
  /** Brightest channel in the middle of what the element shows, from 0 (black) to 255. */
  readonly light: number;
  /** Sum of `totalAudioEnergy` over all connections. */
  readonly audioEnergy: number;
  /** Connections that the page has opened and not closed. */
  readonly connections: number;
  /** Milliseconds from navigation start to the first presented frame. */
  readonly firstFrameMs: number | null;
  /** From the presenter's packets to the screen, as far as statistics tell: half a round trip and the jitter buffer just now. */
  readonly delayMs: number;
  /** How the local candidate of the connected path was found: host, srflx, prflx or relay. */
  readonly localCandidateType: string | null;
}

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Probe {
  readonly connections: Set<RTCPeerConnection>;
  frames: number;
  longestGapMs: number;
  gaps: Gap[];
  lastFrameAt: number;
  firstFrameMs: number | null;
  buffered: { readonly seconds: number; readonly frames: number };
}

declare global {
  interface Window {
    mediaProbe: Probe;
  }
}

/** Runs in the page, before anything else. */
export function installMediaProbe(): void {
  const probe: Probe = {
    connections: new Set(),
    frames: 0,
    longestGapMs: 0,
    gaps: [],
    lastFrameAt: 0,
    firstFrameMs: null,
    buffered: { seconds: 0, frames: 0 },
  };
  window.mediaProbe = probe;
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.connections.add(this);
    }

    override close(): void {
      probe.connections.delete(this);
      super.close();
    }
  };
  const watched = new WeakSet<HTMLVideoElement>();
  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    const onFrame = (now: number): void => {
      probe.frames += 1;
      probe.firstFrameMs ??= now;
      const gapMs = probe.lastFrameAt > 0 ? now - probe.lastFrameAt : 0;
      probe.longestGapMs = Math.max(probe.longestGapMs, gapMs);
      if (gapMs > 1_000) probe.gaps.push({ fromMs: Date.now() - gapMs, toMs: Date.now() });
      probe.lastFrameAt = now;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
}

/** Runs in the page. */
export function resetGap(): void {
  window.mediaProbe.longestGapMs = 0;
  window.mediaProbe.gaps = [];
}

/** Runs in the page. */
export async function readMediaFacts(): Promise<MediaFacts> {
  const { connections, frames, longestGapMs, gaps, lastFrameAt, firstFrameMs } = window.mediaProbe;
  let audioEnergy = 0;
  let localCandidateType: string | null = null;
  let [halfRoundTripMs, bufferMs] = [0, 0];
  for (const pc of connections) {
    const report = await pc.getStats();
    for (const entry of report.values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio') audioEnergy += entry.totalAudioEnergy ?? 0;
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
        const buffered = { seconds: entry.jitterBufferDelay, frames: entry.jitterBufferEmittedCount };
        const { buffered: before } = window.mediaProbe;
        window.mediaProbe.buffered = buffered;
        const frameCount = Math.max(1, buffered.frames - before.frames);
        bufferMs = ((buffered.seconds - before.seconds) / frameCount) * 1000;
      }
      if (entry.type === 'candidate-pair' && entry.state === 'succeeded' && entry.nominated) {
        halfRoundTripMs = (entry.currentRoundTripTime ?? 0) * 500;
        localCandidateType = report.get(entry.localCandidateId)?.candidateType ?? localCandidateType;
      }
    }
  }
  const video = document.querySelector('video');
  const dot = new OffscreenCanvas(1, 1).getContext('2d');
  if (video) dot?.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 8, 8, 0, 0, 1, 1);
  return {
    frames,
    longestGapMs: Math.max(longestGapMs, lastFrameAt > 0 ? performance.now() - lastFrameAt : 0),
    gaps,
    light: Math.max(...(dot?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [0])),
    width: video?.videoWidth ?? 0,
    height: video?.videoHeight ?? 0,
    audioEnergy,
    connections: connections.size,
    firstFrameMs,
    delayMs: halfRoundTripMs + bufferMs,
    localCandidateType,
  };
}
