/** Reads a link's samples: is its line clear, uneasy or congested? */
import type { LinkSample } from './link-sample.ts';

/** What has to be remembered of a link's samples to read the next one. */
export interface LineReading {
  readonly queueMs: number;
  readonly sentKbps: number;
  readonly lossFraction: number;
  readonly availableKbps: number | null;
  /** The best estimate since the layer was last changed: what a falling one is measured against. */
  readonly bestKbps: number | null;
  /** How many samples in a row had an estimate below what the layer needs. */
  readonly shortCount: number;
  /** Round trip while nothing was wrong. */
  readonly restRttMs: number | null;
  readonly calmSinceMs: number | null;
  readonly lastCongestedMs: number | null;
  /** When congestion last began. */
  readonly congestedSinceMs: number | null;
}

export const unread: LineReading = {
  queueMs: 0,
  sentKbps: 0,
  lossFraction: 0,
  availableKbps: null,
  bestKbps: null,
  shortCount: 0,
  restRttMs: null,
  calmSinceMs: null,
  lastCongestedMs: null,
  congestedSinceMs: null,
};

/** More than what is left of a large frame. */
const QUEUE_MS = 80;
const LASTING_QUEUE_MS = 40;
/** Half of one frame's time: nothing waits. */
export const CALM_QUEUE_MS = 20;
/** What WebRTC's own estimator holds for congestion, and what it holds for nothing. */
const HEAVY_LOSS = 0.1;
const CALM_LOSS = 0.02;
/** An estimate that never reached what the layer needs is bounded by what was sent; only its fall says something. */
const FALLEN = 0.9;
/** Congestion that pauses for less is still the same. */
const SAME_CONGESTION_MS = 1_000;

export interface ReadingContext {
  readonly nowMs: number;
  /** What the link's layer costs on the wire. */
  readonly neededKbps: number;
}

/**
 * A passing burst, such as everybody's key frame on a line that all share, takes an estimate down to 0.85 of what just arrived. Where the line
 * is really too small for the layer, the pacer's queue soon says so as well.
 */
export const SHORT = 0.75;

/** Below this an estimate says that the line carries too little. */
const enoughKbps = (bestKbps: number, neededKbps: number): number =>
  bestKbps >= neededKbps ? neededKbps * SHORT : bestKbps * FALLEN;

const isCongested = (before: LineReading, sample: LinkSample, shortCount: number): boolean =>
  sample.queueMs > QUEUE_MS ||
  (sample.queueMs > LASTING_QUEUE_MS && before.queueMs > LASTING_QUEUE_MS) ||
  sample.lossFraction > HEAVY_LOSS ||
  shortCount >= 2;

/** The lowest seen; it follows slowly where the route has become longer. */
const restRttAfter = (rest: number | null, rttMs: number | null, isCalm: boolean): number | null => {
  if (rttMs === null || !isCalm) return rest;
  return rest === null || rttMs < rest ? rttMs : rest + (rttMs - rest) * 0.02;
};

export const readLine = (
  before: LineReading,
  sample: LinkSample,
  { nowMs, neededKbps }: ReadingContext,
): [LineReading, 'clear' | 'congested'] => {
  const { availableKbps } = sample;
  const bestKbps = availableKbps === null ? before.bestKbps : Math.max(before.bestKbps ?? 0, availableKbps);
  const isShort = availableKbps !== null && bestKbps !== null && availableKbps < enoughKbps(bestKbps, neededKbps);
  const shortCount = isShort ? before.shortCount + 1 : 0;
  const congested = isCongested(before, sample, shortCount);
  const isCalm = !congested && sample.queueMs < CALM_QUEUE_MS && sample.lossFraction < CALM_LOSS;
  const goesOn = before.lastCongestedMs !== null && nowMs - before.lastCongestedMs <= SAME_CONGESTION_MS;
  const reading: LineReading = {
    queueMs: sample.queueMs,
    sentKbps: sample.sentKbps,
    lossFraction: sample.lossFraction,
    availableKbps,
    bestKbps,
    shortCount,
    restRttMs: restRttAfter(before.restRttMs, sample.rttMs, isCalm),
    calmSinceMs: isCalm ? (before.calmSinceMs ?? nowMs) : null,
    lastCongestedMs: congested ? nowMs : before.lastCongestedMs,
    congestedSinceMs: congested && !goesOn ? nowMs : before.congestedSinceMs,
  };
  return [reading, congested ? 'congested' : 'clear'];
};

/** What was sent before does not measure what is sent from now on. */
export const afterChange = (reading: LineReading): LineReading => ({
  ...reading,
  bestKbps: reading.availableKbps,
  shortCount: 0,
});
