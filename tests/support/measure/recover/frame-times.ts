/**
 * When each frame of a watcher's page was shown, and the longest time without one. Only decoded
 * frames count: the page also shows the last frame of a lost link as a track of its own, which has
 * no RTP timestamp.
 */

/** Milliseconds since 1970 on this machine's clock. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

declare global {
  interface Window {
    frameTimes: number[];
  }
}

/** Runs in the page, before anything else. */
export function installFrameTimes(): void {
  window.frameTimes = [];
  const watched = new WeakSet<HTMLVideoElement>();
  const watch = (video: HTMLVideoElement): void => {
    if (watched.has(video)) return;
    watched.add(video);
    const onFrame = (_now: number, { presentationTime, rtpTimestamp }: VideoFrameCallbackMetadata): void => {
      if (rtpTimestamp !== undefined) window.frameTimes.push(performance.timeOrigin + presentationTime);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
}

/** Runs in the page: forgets all frames but the last. */
export function forgetFrames(): void {
  window.frameTimes = window.frameTimes.slice(-1);
}

/** Runs in the page: in their order, since the last call of `forgetFrames`. */
export const readFrameTimes = (): readonly number[] => window.frameTimes.toSorted((a, b) => a - b);

/** Runs in the page: the longest time without a frame in the last `ms`. */
export function recentGapMs(ms: number): number {
  const nowMs = performance.timeOrigin + performance.now();
  const edges = [nowMs - ms, ...window.frameTimes.filter((atMs) => atMs > nowMs - ms), nowMs];
  return Math.max(...edges.slice(1).map((atMs, index) => atMs - (edges[index] ?? atMs)));
}

/**
 * The longest time without a frame within the span. A gap that begins before the span counts from
 * the beginning of the span, and one that has not ended counts up to its end.
 */
export function longestGapMs(frameTimes: readonly number[], { fromMs, toMs }: Span): number {
  const inside = frameTimes.filter((atMs) => atMs > fromMs && atMs < toMs);
  const edges = [fromMs, ...inside, toMs];
  return Math.max(...edges.slice(1).map((atMs, index) => atMs - (edges[index] ?? atMs)));
}

/** A time without a frame that people do not notice, and that a busy machine causes by itself. */
export const NO_GAP_MS = 150;

/** Beyond that of the control in the same span; 0 for a difference that people do not notice. */
export function gapBeyond(control: readonly number[], measured: readonly number[], span: Span): number {
  const differenceMs = longestGapMs(measured, span) - longestGapMs(control, span);
  return differenceMs <= NO_GAP_MS ? 0 : Math.round(differenceMs);
}
