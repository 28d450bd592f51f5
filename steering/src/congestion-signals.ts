/** Reads the samples of one link and says whether its path is congested. */
import type { LinkSample } from './link-sample.ts';
import {
  AVERAGE_LOSS_MS,
  BASE_RTT_GAIN,
  CALM_LOSS,
  CALM_QUEUE_MS,
  CONGESTED_LOSS,
  ESTIMATE_DROP,
  HIGH_QUEUE_MS,
  LOW_ESTIMATE,
  LOW_ESTIMATE_SAMPLES,
  OVERFULL_ESTIMATE,
  OVERFULL_MS,
  OVERFULL_RTT_INCREASE_MS,
  SAME_CONGESTION_MS,
  SUSTAINED_QUEUE_MS,
} from './policy.ts';

/** What the samples of a link have shown so far, as far as the next sample needs it. */
export interface CongestionSignals {
  readonly queueMs: number;
  readonly sentKbps: number;
  readonly lossFraction: number;
  /** The loss of the last report or two. */
  readonly averageLoss: number;
  readonly repeatedSoundKbps: number;
  readonly sampledAtMs: number | null;
  readonly availableKbps: number | null;
  /** The highest estimate since the layer last changed. A falling estimate is compared with it. */
  readonly bestEstimateKbps: number | null;
  /** Number of samples in a row whose estimate was too low for the layer. */
  readonly lowEstimates: number;
  /** The round trip without a queue on the path. */
  readonly baseRttMs: number | null;
  /**
   * Start of the current time without congestion, queue or noticeable loss; null outside such a
   * time.
   */
  readonly calmSinceMs: number | null;
  readonly lastCongestedMs: number | null;
  /** When the last congestion began. */
  readonly congestionStartedMs: number | null;
  /**
   * Since when some packets are lost while a queue stands on the path or the estimate is below what
   * is sent: more is sent than the path carries, if only a little. Null outside such a time.
   */
  readonly overfullSinceMs: number | null;
  /** Since when round trips are longer by a standing queue; null while they are not. */
  readonly longRttSinceMs: number | null;
}

export const noSignals: CongestionSignals = {
  queueMs: 0,
  sentKbps: 0,
  lossFraction: 0,
  averageLoss: 0,
  repeatedSoundKbps: 0,
  sampledAtMs: null,
  availableKbps: null,
  bestEstimateKbps: null,
  lowEstimates: 0,
  baseRttMs: null,
  calmSinceMs: null,
  lastCongestedMs: null,
  congestionStartedMs: null,
  overfullSinceMs: null,
  longRttSinceMs: null,
};

export interface SampleContext {
  readonly nowMs: number;
  /** What the link's current layer costs on the wire. */
  readonly neededKbps: number;
  /** The path loses some packets however little is sent, so such loss says nothing. */
  readonly isLossItsOwn: boolean;
}

export type Sign = 'clear' | 'congested' | 'overfull';

export const readSample = (
  before: CongestionSignals,
  sample: LinkSample,
  { nowMs, neededKbps, isLossItsOwn }: SampleContext,
): [CongestionSignals, Sign] => {
  const { availableKbps } = sample;
  const bestEstimateKbps =
    availableKbps === null ? before.bestEstimateKbps : Math.max(before.bestEstimateKbps ?? 0, availableKbps);
  const isLow =
    availableKbps !== null && bestEstimateKbps !== null && availableKbps < lowBelowKbps(bestEstimateKbps, neededKbps);
  const lowEstimates = isLow ? before.lowEstimates + 1 : 0;
  const averageLoss = averageAfter(before, sample, nowMs);
  const { rttMs } = sample;
  const isRttLong = rttMs !== null && before.baseRttMs !== null && rttMs >= before.baseRttMs + OVERFULL_RTT_INCREASE_MS;
  const isEstimateLow = availableKbps !== null && availableKbps < neededKbps * OVERFULL_ESTIMATE;
  const isOverfull = !isLossItsOwn && averageLoss >= CALM_LOSS && (isRttLong || isEstimateLow);
  const overfullSinceMs = isOverfull ? (before.overfullSinceMs ?? nowMs) : null;
  const congested = isCongested(before, sample, lowEstimates);
  const isCalm = !congested && sample.queueMs < CALM_QUEUE_MS && sample.lossFraction < CALM_LOSS;
  // Samples of many links are further apart than that.
  const isSameCongestion =
    before.lastCongestedMs !== null &&
    (before.lastCongestedMs === before.sampledAtMs || nowMs - before.lastCongestedMs <= SAME_CONGESTION_MS);
  const signals: CongestionSignals = {
    queueMs: sample.queueMs,
    sentKbps: sample.sentKbps,
    lossFraction: sample.lossFraction,
    averageLoss,
    repeatedSoundKbps: sample.repeatedSoundKbps,
    sampledAtMs: nowMs,
    availableKbps,
    bestEstimateKbps,
    lowEstimates,
    baseRttMs: baseRttAfter(before.baseRttMs, sample.rttMs, isCalm),
    calmSinceMs: isCalm ? (before.calmSinceMs ?? nowMs) : null,
    lastCongestedMs: congested ? nowMs : before.lastCongestedMs,
    congestionStartedMs: congested && !isSameCongestion ? nowMs : before.congestionStartedMs,
    overfullSinceMs,
    longRttSinceMs: isRttLong ? (before.longRttSinceMs ?? nowMs) : null,
  };
  return [signals, congested ? 'congested' : isOverfullFor(signals, OVERFULL_MS, nowMs) ? 'overfull' : 'clear'];
};

/** Whether the link has sent a little more than its path carries for so long. */
export const isOverfullFor = ({ overfullSinceMs }: CongestionSignals, ms: number, nowMs: number): boolean =>
  overfullSinceMs !== null && nowMs - overfullSinceMs >= ms;

/**
 * The signals after a change of layer: estimates made with the old layer do not judge the new one.
 */
export const afterLayerChange = (signals: CongestionSignals): CongestionSignals => ({
  ...signals,
  bestEstimateKbps: signals.availableKbps,
  lowEstimates: 0,
  overfullSinceMs: null,
});

const averageAfter = (before: CongestionSignals, { lossFraction }: LinkSample, nowMs: number): number => {
  const elapsedMs = before.sampledAtMs === null ? 0 : nowMs - before.sampledAtMs;
  return before.averageLoss + (lossFraction - before.averageLoss) * (1 - Math.exp(-elapsedMs / AVERAGE_LOSS_MS));
};

/** An estimate below this says that the path carries too little for the layer. */
const lowBelowKbps = (bestEstimateKbps: number, neededKbps: number): number =>
  bestEstimateKbps >= neededKbps ? neededKbps * LOW_ESTIMATE : bestEstimateKbps * ESTIMATE_DROP;

const isCongested = (before: CongestionSignals, sample: LinkSample, lowEstimates: number): boolean =>
  sample.queueMs > HIGH_QUEUE_MS ||
  (sample.queueMs > SUSTAINED_QUEUE_MS && before.queueMs > SUSTAINED_QUEUE_MS) ||
  sample.lossFraction > CONGESTED_LOSS ||
  lowEstimates >= LOW_ESTIMATE_SAMPLES;

/** The lowest round trip seen. It grows slowly, in case the route has become longer. */
const baseRttAfter = (baseRttMs: number | null, rttMs: number | null, isCalm: boolean): number | null => {
  if (rttMs === null || !isCalm) return baseRttMs;
  return baseRttMs === null || rttMs < baseRttMs ? rttMs : baseRttMs + (rttMs - baseRttMs) * BASE_RTT_GAIN;
};
