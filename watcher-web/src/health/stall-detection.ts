/** Judges from readings of decoded frames and received packets whether the picture moves. Pure. */
import {
  FRAME_CHECK_GAP_MAX_MS,
  KEY_FRAME_ASK_INTERVAL_MS,
  PATH_ALIVE_WINDOW_MS,
  PATH_SILENT_AFTER_MS,
  STALLED_AFTER_MS,
  STUCK_AFTER_MS,
} from '../policy.ts';

export interface FrameReading {
  readonly atMs: number;
  /** Decoded since the link began. */
  readonly frames: number;
  /** Received since the link began, of any kind: they show that the path is alive. */
  readonly packets: number;
}

export interface FrameHistory {
  readonly readings: readonly FrameReading[];
  /** When a key frame was last asked for. */
  readonly askedAtMs: number;
}

export const noFrameHistory: FrameHistory = { readings: [], askedAtMs: Number.NEGATIVE_INFINITY };

/** `stalled`: long enough to show it · `stuck`: the path is alive; only another link will help. */
export type FrameVerdict = 'unknown' | 'moving' | 'stalled' | 'stuck';

export interface FrameJudgement {
  readonly verdict: FrameVerdict;
  /** Packets come, and without a key frame no picture will: ask for one now. */
  readonly asksKeyFrame: boolean;
  readonly history: FrameHistory;
}

/** Judges `reading` by the readings before it. */
export function judgeFrames({ readings, askedAtMs }: FrameHistory, reading: FrameReading): FrameJudgement {
  const last = readings.at(-1);
  const startedAgain: FrameHistory = { readings: [reading], askedAtMs };
  if (!last || reading.atMs - last.atMs > FRAME_CHECK_GAP_MAX_MS)
    return { verdict: 'unknown', asksKeyFrame: false, history: startedAgain };
  if (reading.frames !== last.frames) return { verdict: 'moving', asksKeyFrame: false, history: startedAgain };
  const kept = [...readings, reading].filter(
    ({ atMs }) => reading.atMs - atMs <= STUCK_AFTER_MS + FRAME_CHECK_GAP_MAX_MS,
  );
  const verdict = verdictOn(readings, reading, kept);
  const mayAsk = reading.atMs - askedAtMs >= KEY_FRAME_ASK_INTERVAL_MS;
  const asksKeyFrame = mayAsk && arrives(kept) && (verdict !== 'unknown' || wasSilent(readings));
  return { verdict, asksKeyFrame, history: { readings: kept, askedAtMs: asksKeyFrame ? reading.atMs : askedAtMs } };
}

function verdictOn(
  [first]: readonly FrameReading[],
  { atMs }: FrameReading,
  kept: readonly FrameReading[],
): FrameVerdict {
  const stoodMs = atMs - (first?.atMs ?? atMs);
  if (stoodMs < STALLED_AFTER_MS) return 'unknown';
  // ICE recovers a path on which nothing arrives.
  return stoodMs >= STUCK_AFTER_MS && isPathAlive(kept) ? 'stuck' : 'stalled';
}

const arrives = (readings: readonly FrameReading[]): boolean => {
  const [before, last] = readings.slice(-2);
  return before !== undefined && last !== undefined && last.packets > before.packets;
};

/** Nothing had arrived for a while up to the last of them. */
function wasSilent(readings: readonly FrameReading[]): boolean {
  const last = readings.at(-1);
  const since = readings.find(({ packets }) => packets === last?.packets);
  return last !== undefined && since !== undefined && last.atMs - since.atMs >= PATH_SILENT_AFTER_MS;
}

function isPathAlive(readings: readonly FrameReading[]): boolean {
  const last = readings.at(-1);
  return (
    last !== undefined &&
    readings.some(({ atMs, packets }) => last.atMs - atMs <= PATH_ALIVE_WINDOW_MS && packets < last.packets)
  );
}
