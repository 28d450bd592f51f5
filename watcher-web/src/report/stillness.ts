/** Whether a picture moves, told from readings of what has been decoded and received. */
export interface FrameReading {
  readonly atMs: number;
  /** Decoded so far. */
  readonly frames: number;
  /** Received so far, of whatever kind: a sign that the path is alive. */
  readonly packets: number;
}

/** `stalled`: long enough to say so · `stuck`: the path is alive, and so long that only another link will help. */
export type Stillness = 'unknown' | 'moving' | 'stalled' | 'stuck';

/** Slow devices and lost key frames make shorter gaps, which mend themselves. */
const STALLED_MS = 1_500;
/** A key frame asked for at `stalled` has come by then, even over a slow line. */
const STUCK_MS = 5_000;
const LATELY_MS = 3_000;
/** Nobody has looked for so long: the page was frozen or put to sleep, and what it missed is no fault. */
const UNSEEN_MS = 2_500;

/** Judges `reading` by those before it, and says which to keep for the next. */
export function stillness(
  before: readonly FrameReading[],
  reading: FrameReading,
): { readonly verdict: Stillness; readonly kept: readonly FrameReading[] } {
  const last = before.at(-1);
  if (!last || reading.atMs - last.atMs > UNSEEN_MS) return { verdict: 'unknown', kept: [reading] };
  if (reading.frames !== last.frames) return { verdict: 'moving', kept: [reading] };
  const [first = last] = before;
  const kept = [...before, reading].filter(({ atMs }) => reading.atMs - atMs <= STUCK_MS + UNSEEN_MS);
  const stoodMs = reading.atMs - first.atMs;
  if (stoodMs < STALLED_MS) return { verdict: 'unknown', kept };
  // A path on which nothing comes at all is for the connection's own recovery.
  return { verdict: stoodMs >= STUCK_MS && isPathAlive(kept) ? 'stuck' : 'stalled', kept };
}

/** Something has come of late. A connection's checks are answered at least every two and a half seconds. */
function isPathAlive(readings: readonly FrameReading[]): boolean {
  const last = readings.at(-1);
  return (
    last !== undefined && readings.some(({ atMs, packets }) => last.atMs - atMs <= LATELY_MS && packets < last.packets)
  );
}
