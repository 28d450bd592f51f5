/** Judges from readings of decoded frames and received packets whether the picture moves. Pure. */
import { FRAME_CHECK_GAP_MAX_MS, PATH_ALIVE_WINDOW_MS, STALLED_AFTER_MS, STUCK_AFTER_MS } from '../policy.ts';

export interface FrameReading {
  readonly atMs: number;
  /** Decoded since the link began. */
  readonly frames: number;
  /** Received since the link began, of any kind: they show that the path is alive. */
  readonly packets: number;
}

/** `stalled`: long enough to show it · `stuck`: the path is alive; only another link will help. */
export type FrameVerdict = 'unknown' | 'moving' | 'stalled' | 'stuck';

/** Judges `reading` by the readings before it. `kept`: those to pass the next time. */
export function judgeFrames(
  before: readonly FrameReading[],
  reading: FrameReading,
): { readonly verdict: FrameVerdict; readonly kept: readonly FrameReading[] } {
  const last = before.at(-1);
  if (!last || reading.atMs - last.atMs > FRAME_CHECK_GAP_MAX_MS) return { verdict: 'unknown', kept: [reading] };
  if (reading.frames !== last.frames) return { verdict: 'moving', kept: [reading] };
  const [first = last] = before;
  const kept = [...before, reading].filter(
    ({ atMs }) => reading.atMs - atMs <= STUCK_AFTER_MS + FRAME_CHECK_GAP_MAX_MS,
  );
  const stoodMs = reading.atMs - first.atMs;
  if (stoodMs < STALLED_AFTER_MS) return { verdict: 'unknown', kept };
  // ICE recovers a path on which nothing arrives.
  return { verdict: stoodMs >= STUCK_AFTER_MS && isPathAlive(kept) ? 'stuck' : 'stalled', kept };
}

function isPathAlive(readings: readonly FrameReading[]): boolean {
  const last = readings.at(-1);
  return (
    last !== undefined &&
    readings.some(({ atMs, packets }) => last.atMs - atMs <= PATH_ALIVE_WINDOW_MS && packets < last.packets)
  );
}
