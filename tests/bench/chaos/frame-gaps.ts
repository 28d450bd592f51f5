/**
 * Times in which a watcher's page had no new frame, and the frames that one watcher has lost while
 * another, at the same time on the same machine, has not.
 */
import { NO_GAP_MS } from '../../support/measure/recover/frame-times.ts';

/** On this machine's clock, in milliseconds since 1970. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LostTime extends Gap {
  readonly lostMs: number;
}

export interface FrameRecord {
  readonly frames: number;
  /** Those in which a frame of thirty a second is missing. */
  readonly gaps: readonly Gap[];
}

interface FrameProbe {
  frames: number;
  /** When the last frame was on screen. */
  lastMs: number;
  gaps: Gap[];
}

declare global {
  interface Window {
    frameProbe: FrameProbe;
  }
}

/**
 * Runs in the page, before anything else. A busy page is called late, after several frames: these
 * are counted by the browser, and all but one of them are taken to have come at their even pace.
 */
export function installFrameProbe(): void {
  const recordedMs = 55;
  const paceMs = 1_000 / 30;
  const probe: FrameProbe = { frames: 0, lastMs: 0, gaps: [] };
  window.frameProbe = probe;
  const watched = new WeakSet<HTMLVideoElement>();
  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    /** Of this element. */
    let presented: number | undefined;
    const onFrame = (_: number, { presentedFrames, presentationTime }: VideoFrameCallbackMetadata): void => {
      const atMs = performance.timeOrigin + presentationTime;
      const frames = presented === undefined ? 1 : Math.max(1, presentedFrames - presented);
      const toMs = atMs - (frames - 1) * paceMs;
      probe.frames += frames;
      if (probe.lastMs > 0 && toMs - probe.lastMs > recordedMs) probe.gaps.push({ fromMs: probe.lastMs, toMs });
      probe.lastMs = atMs;
      presented = presentedFrames;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
}

/** Runs in the page: since the last call. A gap that lasts is among them. */
export function takeFrames(): FrameRecord {
  const { frames, lastMs, gaps } = window.frameProbe;
  const nowMs = performance.timeOrigin + performance.now();
  window.frameProbe.frames = 0;
  window.frameProbe.gaps = [];
  return { frames, gaps: nowMs - lastMs > 1_000 ? [...gaps, { fromMs: lastMs, toMs: nowMs }] : gaps };
}

const lengthOf = (gaps: readonly Gap[]): number => gaps.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** The parts of `gaps` that none of `others` covers. */
function outside(gaps: readonly Gap[], others: readonly Gap[]): Gap[] {
  let left = [...gaps];
  for (const other of others) {
    left = left.flatMap(({ fromMs, toMs }) => {
      const parts = [
        { fromMs, toMs: Math.min(toMs, other.fromMs) },
        { fromMs: Math.max(fromMs, other.toMs), toMs },
      ];
      return other.toMs <= fromMs || other.fromMs >= toMs
        ? [{ fromMs, toMs }]
        : parts.filter((part) => part.toMs > part.fromMs);
    });
  }
  return left;
}

/**
 * A busy machine stops both for a moment, which does not count: of each gap only the time counts
 * that the other one has no gap, and no less than `NO_GAP_MS` of it.
 */
export function lostBeyond(control: FrameRecord, measured: FrameRecord): LostTime[] {
  return measured.gaps.flatMap((gap) => {
    if (gap.toMs - gap.fromMs <= NO_GAP_MS) return [];
    const lostMs = lengthOf(outside([gap], control.gaps));
    return lostMs > NO_GAP_MS ? [{ ...gap, lostMs }] : [];
  });
}

/**
 * How many frames the measured watcher has lost. What the control alone has lost is the
 * measurement's own error.
 */
export function framesLostBeyond(control: FrameRecord, measured: FrameRecord, durationMs: number): number {
  const sum = (lost: readonly LostTime[]): number => lost.reduce((total, { lostMs }) => total + lostMs, 0);
  const lostMs = sum(lostBeyond(control, measured)) - sum(lostBeyond(measured, control));
  return Math.max(0, Math.round((lostMs * control.frames) / durationMs));
}
