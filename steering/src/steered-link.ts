/**
 * One link's state, and a pure step that reads a sample: what its own path carries, independent of
 * the other links.
 */
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { noSignals, readSample, type CongestionSignals } from './congestion-signals.ts';
import { higherOf, type LayerCosts } from './layer-costs.ts';
import type { LinkSample } from './link-sample.ts';
import { hasLinkTrialFailed } from './link-trial.ts';
import {
  DRAIN_MS,
  KEY_FRAME_QUEUE_MS,
  LAYER_SWITCH_MS,
  LINK_TRIAL_MS,
  LOW_ESTIMATE_SAMPLES,
  STALE_LOSS_MS,
  START_MS,
  UNDRAINED_QUEUE_MS,
} from './policy.ts';

/**
 * `starting`: the first bandwidth estimate is being made · `steady` · `probing`: its bandwidth is
 * being probed · `trial`: it was upgraded and is observed · `draining`: it was downgraded, and
 * packets of the old layer are still queued.
 */
export type Phase =
  | { readonly name: 'starting'; readonly sinceMs: number | null }
  | { readonly name: 'steady' }
  /**
   * `mayUpgrade`: the link steps up if the probe's result allows it, and other links wait for that.
   */
  | { readonly name: 'probing'; readonly sinceMs: number; readonly mayUpgrade: boolean }
  | { readonly name: 'trial'; readonly sinceMs: number; readonly from: LayerIndex }
  | { readonly name: 'draining'; readonly sinceMs: number; readonly from: LayerIndex; readonly queueMs: number };

export interface SteeredLink {
  /** The layer that the link is sent. */
  readonly layer: LayerIndex;
  /** The highest layer that the link's own path is believed to carry. The uplink may allow less. */
  readonly pathLayer: LayerIndex;
  /** The highest layer that the watcher wants. */
  readonly cap: LayerIndex;
  readonly phase: Phase;
  readonly signals: CongestionSignals;
  /** Number of downgrades since the link last held a layer for long. */
  readonly downgrades: number;
  readonly backoffUntilMs: number;
  readonly upgradedAtMs: number | null;
}

export const newLink = (layer: LayerIndex): SteeredLink => ({
  layer,
  pathLayer: TOP_LAYER,
  cap: TOP_LAYER,
  phase: { name: 'starting', sinceMs: null },
  signals: noSignals,
  downgrades: 0,
  backoffUntilMs: 0,
  upgradedAtMs: null,
});

export interface Moment {
  readonly nowMs: number;
  readonly costs: LayerCosts;
}

export type LinkVerdict = 'fine' | 'congested' | 'trial-failed';

/** Reads a sample. Acting on the verdict is left to `stepDown`, which sees all links. */
export const stepLink = (link: SteeredLink, taken: LinkSample, moment: Moment): [SteeredLink, LinkVerdict] => {
  const sample = withoutKeyFrameQueue(taken);
  const { nowMs, costs } = moment;
  const { phase } = link;
  const [signals, sign] = readSample(link.signals, sample, { nowMs, neededKbps: costs[link.layer] });
  if (phase.name === 'starting') {
    if (sample.availableKbps === null) return [link, 'fine'];
    const sinceMs = phase.sinceMs ?? nowMs;
    const isOver = nowMs - sinceMs >= START_MS;
    const started = { ...signals, lastCongestedMs: null, congestionStartedMs: null, lowEstimates: 0 };
    return [{ ...link, signals: started, phase: isOver ? { name: 'steady' } : { name: 'starting', sinceMs } }, 'fine'];
  }
  const read = { ...link, signals };
  if (phase.name === 'trial') {
    const elapsedMs = nowMs - phase.sinceMs;
    if (hasLinkTrialFailed(link.signals, sample, costs[link.layer])) return [read, 'trial-failed'];
    return [elapsedMs >= LINK_TRIAL_MS ? afterPassedTrial(read) : read, 'fine'];
  }
  if (phase.name === 'draining') {
    const isOver = nowMs - phase.sinceMs >= STALE_LOSS_MS;
    if (sign === 'clear') return [isOver ? { ...read, phase: { name: 'steady' } } : read, 'fine'];
    return [read, isOver || isStillCongested(phase, signals, nowMs) ? 'congested' : 'fine'];
  }
  return [
    sign === 'congested' ? { ...read, phase: { name: 'steady' } } : read,
    sign === 'congested' ? 'congested' : 'fine',
  ];
};

/** A queue that a key frame explains is no congestion. */
const withoutKeyFrameQueue = (sample: LinkSample): LinkSample =>
  sample.hadKeyFrame && sample.queueMs <= KEY_FRAME_QUEUE_MS ? { ...sample, queueMs: 0 } : sample;

/**
 * After a downgrade: the queue grows although less is sent, or does not drain, or the estimate
 * keeps dropping.
 */
const isStillCongested = (
  phase: Phase & { name: 'draining' },
  { queueMs, lowEstimates }: CongestionSignals,
  nowMs: number,
): boolean => {
  const elapsedMs = nowMs - phase.sinceMs;
  if (elapsedMs >= DRAIN_MS) return queueMs > UNDRAINED_QUEUE_MS || lowEstimates >= LOW_ESTIMATE_SAMPLES;
  return elapsedMs >= LAYER_SWITCH_MS && queueMs > Math.max(phase.queueMs, UNDRAINED_QUEUE_MS);
};

const afterPassedTrial = (link: SteeredLink): SteeredLink => ({
  ...link,
  pathLayer: higherOf(link.pathLayer, link.layer),
  phase: { name: 'steady' },
});
