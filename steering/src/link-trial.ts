/** A link's step up is on trial for `LINK_TRIAL_MS`: what ends the trial early. */
import type { CongestionSignals } from './congestion-signals.ts';
import type { LinkSample } from './link-sample.ts';
import { LOW_ESTIMATE, TRIAL_ESTIMATE_DROP, TRIAL_LOSS, TRIAL_QUEUE_MS, TRIAL_RTT_INCREASE_MS } from './policy.ts';

/**
 * Whether the sample shows that the path does not carry the layer on trial, which costs
 * `neededKbps`.
 */
export const hasLinkTrialFailed = (before: CongestionSignals, sample: LinkSample, neededKbps: number): boolean => {
  const { availableKbps, queueMs, lossFraction, rttMs } = sample;
  if (queueMs > TRIAL_QUEUE_MS) return true;
  if (lossFraction > TRIAL_LOSS) return true;
  if (rttMs !== null && before.baseRttMs !== null && rttMs > before.baseRttMs + TRIAL_RTT_INCREASE_MS) return true;
  if (availableKbps === null || before.bestEstimateKbps === null) return false;
  // An estimate that is high enough for the layer may waver.
  return availableKbps < Math.min(before.bestEstimateKbps * TRIAL_ESTIMATE_DROP, neededKbps * LOW_ESTIMATE);
};
