/** A step up on trial: what ends it at once, for better or worse. */
import { SHORT, type LineReading } from './line-reading.ts';
import type { LinkSample } from './link-sample.ts';

/** Congestion that is going to show has shown itself by then, in the estimate, in two receiver reports, in the round trip. */
export const TRIAL_MS = 3_000;
const QUEUE_MS = 40;
const LOSS = 0.05;
/** While more is sent than before, an estimate that knows no trouble can only grow; one that is high enough may waver. */
const FALLEN = 0.96;
/** More than scheduling and Wi-Fi add now and then, half of what a filled bottleneck buffer does. */
const LONGER_RTT_MS = 100;

export const hasTrialFailed = (
  before: LineReading,
  sample: LinkSample,
  /** What the layer on trial costs. */
  neededKbps: number,
): boolean => {
  const { availableKbps, queueMs, lossFraction, rttMs } = sample;
  if (queueMs > QUEUE_MS) return true;
  if (lossFraction > LOSS) return true;
  if (rttMs !== null && before.restRttMs !== null && rttMs > before.restRttMs + LONGER_RTT_MS) return true;
  if (availableKbps === null || before.bestKbps === null) return false;
  return availableKbps < Math.min(before.bestKbps * FALLEN, neededKbps * SHORT);
};
