/** Reads the samples of one link and says whether its path is congested. */
import type { LinkSample } from './link-sample.ts';
import {
  BASE_RTT_GAIN,
  CALM_LOSS,
  CALM_QUEUE_MS,
  CONGESTED_LOSS,
  ESTIMATE_DROP,
  HIGH_QUEUE_MS,
  LOW_ESTIMATE,
  LOW_ESTIMATE_SAMPLES,
  SAME_CONGESTION_MS,
  SUSTAINED_QUEUE_MS,
} from './policy.ts';

/** What the samples of a link have shown so far, as far as the next sample needs it. */
export interface CongestionSignals {
  readonly queueMs: number;
  readonly sentKbps: number;
  readonly lossFraction: number;
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
}

export const noSignals: CongestionSignals = {
  queueMs: 0,
  sentKbps: 0,
  lossFraction: 0,
  availableKbps: null,
  bestEstimateKbps: null,
  lowEstimates: 0,
  baseRttMs: null,
  calmSinceMs: null,
  lastCongestedMs: null,
  congestionStartedMs: null,
};

export interface SampleContext {
  readonly nowMs: number;
  /** What the link's current layer costs on the wire. */
  readonly neededKbps: number;
}

export const readSample = (
  before: CongestionSignals,
  sample: LinkSample,
  { nowMs, neededKbps }: SampleContext,
): [CongestionSignals, 'clear' | 'congested'] => {
  const { availableKbps } = sample;
  const bestEstimateKbps =
    availableKbps === null ? before.bestEstimateKbps : Math.max(before.bestEstimateKbps ?? 0, availableKbps);
  const isLow =
    availableKbps !== null && bestEstimateKbps !== null && availableKbps < lowBelowKbps(bestEstimateKbps, neededKbps);
  const lowEstimates = isLow ? before.lowEstimates + 1 : 0;
  const congested = isCongested(before, sample, lowEstimates);
  const isCalm = !congested && sample.queueMs < CALM_QUEUE_MS && sample.lossFraction < CALM_LOSS;
  const isSameCongestion = before.lastCongestedMs !== null && nowMs - before.lastCongestedMs <= SAME_CONGESTION_MS;
  const signals: CongestionSignals = {
    queueMs: sample.queueMs,
    sentKbps: sample.sentKbps,
    lossFraction: sample.lossFraction,
    availableKbps,
    bestEstimateKbps,
    lowEstimates,
    baseRttMs: baseRttAfter(before.baseRttMs, sample.rttMs, isCalm),
    calmSinceMs: isCalm ? (before.calmSinceMs ?? nowMs) : null,
    lastCongestedMs: congested ? nowMs : before.lastCongestedMs,
    congestionStartedMs: congested && !isSameCongestion ? nowMs : before.congestionStartedMs,
  };
  return [signals, congested ? 'congested' : 'clear'];
};

/**
 * The signals after a change of layer: estimates made with the old layer do not judge the new one.
 */
export const afterLayerChange = (signals: CongestionSignals): CongestionSignals => ({
  ...signals,
  bestEstimateKbps: signals.availableKbps,
  lowEstimates: 0,
});

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
