/**
 * One link's state, and a pure step that reads a sample: what its own path carries, independent of
 * the other links.
 */
import type { Codec } from './codec-ladders.ts';
import { TOP_LAYER, type LayerIndex } from './layers.ts';
import { afterLayerChange, noSignals, readSample, type CongestionSignals } from './congestion-signals.ts';
import { costsWith, higherOf, LOWEST_LAYER, type LayerCosts } from './layer-costs.ts';
import type { LinkSample } from './link-sample.ts';
import { hasLinkTrialFailed } from './link-trial.ts';
import {
  DRAIN_MS,
  KEY_FRAME_QUEUE_MS,
  LAYER_SWITCH_MS,
  LINK_TRIAL_MS,
  LOW_ESTIMATE_SAMPLES,
  OVERFULL_HELPED,
  OVERFULL_PROOF_MS,
  OWN_LOSS_MS,
  STALE_LOSS_MS,
  START_MS,
  UNDRAINED_QUEUE_MS,
} from './policy.ts';

/**
 * `starting`: the first bandwidth estimate is being made · `steady` · `probing`: its bandwidth is
 * being probed · `trial`: it was upgraded and is observed · `draining`: it was downgraded, and
 * packets of the old layer are still queued · `gone`: it has been without a path for long ·
 * `returning`: it has one again, of which nothing is known yet.
 */
export type Phase =
  | { readonly name: 'starting'; readonly sinceMs: number | null }
  | { readonly name: 'steady' }
  | { readonly name: 'gone' }
  | { readonly name: 'returning'; readonly sinceMs: number }
  /**
   * `mayUpgrade`: the link steps up if the probe's result allows it, and other links wait for that.
   */
  | { readonly name: 'probing'; readonly sinceMs: number; readonly mayUpgrade: boolean }
  /** `graceMs`: until then nothing ends it. */
  | { readonly name: 'trial'; readonly sinceMs: number; readonly from: LayerIndex; readonly graceMs: number }
  | {
      readonly name: 'draining';
      readonly sinceMs: number;
      readonly from: LayerIndex;
      readonly queueMs: number;
      /** The loss before the step down, where that alone was its reason; otherwise null. */
      readonly lossBefore: number | null;
    };

export interface SteeredLink {
  readonly codec: Codec;
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
  readonly probedAtMs: number | null;
  /** Its path came back after a long outage. */
  readonly returnedAtMs: number | null;
  /** The path has been found to lose some packets however little is sent. */
  readonly ownLoss: { readonly untilMs: number; readonly findings: number };
}

export const newLink = (layer: LayerIndex, codec: Codec): SteeredLink => ({
  codec,
  layer,
  pathLayer: TOP_LAYER,
  cap: TOP_LAYER,
  phase: { name: 'starting', sinceMs: null },
  signals: noSignals,
  downgrades: 0,
  backoffUntilMs: 0,
  upgradedAtMs: null,
  probedAtMs: null,
  returnedAtMs: null,
  ownLoss: { untilMs: 0, findings: 0 },
});

/**
 * It has been without a path for long, and the next one may be another. What its path carried
 * before still counts against a quick return, and not for one.
 */
export const withoutPath = (link: SteeredLink): SteeredLink => ({
  ...link,
  layer: LOWEST_LAYER,
  phase: { name: 'gone' },
  signals: noSignals,
});

export interface Moment {
  readonly nowMs: number;
  /** In the link's codec. */
  readonly costs: LayerCosts;
}

export type LinkVerdict = 'fine' | 'congested' | 'overfull' | 'trial-failed';

/** Reads a sample. Acting on the verdict is left to `stepDown`, which sees all links. */
export const stepLink = (link: SteeredLink, taken: LinkSample, moment: Moment): [SteeredLink, LinkVerdict] => {
  const sample = withoutKeyFrameQueue(taken);
  const { nowMs } = moment;
  const { phase } = link;
  const neededKbps = costsWith(moment.costs, sample.repeatedSoundKbps)[link.layer];
  const isLossItsOwn = nowMs < link.ownLoss.untilMs;
  const [signals, sign] = readSample(link.signals, sample, { nowMs, neededKbps, isLossItsOwn });
  if (phase.name === 'starting' || phase.name === 'gone' || phase.name === 'returning')
    return [sample.availableKbps === null ? link : begun(link, phase, signals, nowMs), 'fine'];
  const read = { ...link, signals };
  if (phase.name === 'trial') {
    const elapsedMs = nowMs - phase.sinceMs;
    if (elapsedMs >= phase.graceMs && hasLinkTrialFailed(link.signals, sample, neededKbps))
      return [read, 'trial-failed'];
    return [elapsedMs >= LINK_TRIAL_MS ? afterPassedTrial(read) : read, 'fine'];
  }
  if (phase.name === 'draining') {
    const isOver = nowMs - phase.sinceMs >= (phase.lossBefore === null ? STALE_LOSS_MS : OVERFULL_PROOF_MS);
    if (isOver && phase.lossBefore !== null && signals.averageLoss > phase.lossBefore * OVERFULL_HELPED)
      return [withOwnLoss(read, phase.from, nowMs), 'fine'];
    if (sign === 'clear') return [isOver ? { ...read, phase: { name: 'steady' } } : read, 'fine'];
    return [read, isOver || isStillCongested(phase, signals, nowMs) ? 'congested' : 'fine'];
  }
  return sign === 'clear' ? [read, 'fine'] : [{ ...read, phase: { name: 'steady' } }, sign];
};

/** While its first estimate is being made, nothing is congestion. */
const begun = (
  link: SteeredLink,
  phase: Phase & { name: 'starting' | 'gone' | 'returning' },
  signals: CongestionSignals,
  nowMs: number,
): SteeredLink => {
  const started = { ...signals, lastCongestedMs: null, congestionStartedMs: null, lowEstimates: 0 };
  if (phase.name === 'gone')
    return { ...link, signals: started, phase: { name: 'returning', sinceMs: nowMs }, returnedAtMs: nowMs };
  const sinceMs = phase.sinceMs ?? nowMs;
  const isOver = nowMs - sinceMs >= START_MS;
  return { ...link, signals: started, phase: isOver ? { name: 'steady' } : { ...phase, sinceMs } };
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

/** Sending less has not helped, so the link gets back what it had. */
const withOwnLoss = (link: SteeredLink, from: LayerIndex, nowMs: number): SteeredLink => ({
  ...link,
  layer: higherOf(link.layer, from),
  pathLayer: higherOf(link.pathLayer, from),
  phase: { name: 'steady' },
  signals: afterLayerChange(link.signals),
  downgrades: Math.max(link.downgrades - 1, 0),
  backoffUntilMs: 0,
  ownLoss: {
    untilMs: nowMs + Math.min(OWN_LOSS_MS.first * 2 ** link.ownLoss.findings, OWN_LOSS_MS.longest),
    findings: link.ownLoss.findings + 1,
  },
});

const afterPassedTrial = (link: SteeredLink): SteeredLink => ({
  ...link,
  pathLayer: higherOf(link.pathLayer, link.layer),
  phase: { name: 'steady' },
});
