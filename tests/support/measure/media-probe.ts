/**
 * Reads what a watcher's page really gets: presented frames and the gaps between them, audio
 * energy, the path. The script is added before the page's own, so the product needs no test hook.
 */
import { expect } from '@playwright/test';
import { installConnectionList } from './connection-list.ts';

export interface MediaFacts {
  /** Frames presented by the page's video element since the page was opened. */
  readonly frames: number;
  /**
   * Longest time between two presented frames since `resetGap()`, milliseconds; the time since the
   * last one counts as well.
   */
  readonly longestGapMs: number;
  /**
   * Times without a presented frame of more than a second, on the machine's clock; the one that
   * lasts is not among them.
   */
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
  /** Half a round trip and the present jitter buffer: most of the delay behind the encoder. */
  readonly delayMs: number;
  /** How the local candidate of the connected path was found: host, srflx, prflx or relay. */
  readonly localCandidateType: string | null;
}

interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Probe {
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
function installFrameProbe(): void {
  const probe: Probe = {
    frames: 0,
    longestGapMs: 0,
    gaps: [],
    lastFrameAt: 0,
    firstFrameMs: null,
    buffered: { seconds: 0, frames: 0 },
  };
  window.mediaProbe = probe;
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

/** They run in the page, before anything else. */
export const mediaProbes = [installConnectionList, installFrameProbe] as const;

/** Runs in the page. */
export function resetGap(): void {
  window.mediaProbe.longestGapMs = 0;
  window.mediaProbe.gaps = [];
}

/** Runs in the page. */
export async function readMediaFacts(): Promise<MediaFacts> {
  const { frames, longestGapMs, gaps, lastFrameAt, firstFrameMs } = window.mediaProbe;
  const connections = window.connectionList;
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

/** Waits until a count has not changed for half a second, and gives it. */
export async function standstill(count: () => Promise<number>): Promise<number> {
  let last = -1;
  const stands = async (): Promise<boolean> => {
    const before = last;
    last = await count();
    return last === before;
  };
  await expect.poll(stands, { timeout: 30_000, intervals: [500] }).toBe(true);
  return last;
}

/** Runs in the page: frames decoded so far by all connections. */
export async function framesDecoded(): Promise<number> {
  let frames = 0;
  for (const pc of window.connectionList) {
    for (const { type, kind, framesDecoded: count } of (await pc.getStats()).values()) {
      if (type === 'inbound-rtp' && kind === 'video') frames += count;
    }
  }
  return frames;
}

/** Runs in the page: the browser's own figures of the picture. */
export async function pictureStatistics(): Promise<{
  width: number;
  height: number;
  freezes: number;
  dropped: number;
}> {
  for (const pc of window.connectionList) {
    for (const entry of (await pc.getStats()).values()) {
      if (entry.type !== 'inbound-rtp' || entry.kind !== 'video') continue;
      return {
        width: entry.frameWidth,
        height: entry.frameHeight,
        freezes: entry.freezeCount,
        dropped: entry.framesDropped,
      };
    }
  }
  throw new Error('no picture is received');
}
