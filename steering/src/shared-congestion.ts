/**
 * What the links together show about the uplink: whether it is congested, and how much it delivers.
 */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';
import { isOverfullFor } from './congestion-signals.ts';
import { costsWith } from './layer-costs.ts';
import { isStable } from './layer-changes.ts';
import {
  CALM_QUEUE_MS,
  DELIVERED_PART,
  HURT_BY_TRIAL,
  OVERFULL_MS,
  SHARED_CONGESTION,
  SIMULTANEOUS_MS,
  STANDING_QUEUE_MS,
} from './policy.ts';
import { fixedKbpsOf, type SharedLine } from './shared-line.ts';
import type { LinkVerdict, SteeredLink } from './steered-link.ts';
import { isJustReduced, type UplinkCapacity, type UplinkTrial } from './uplink-capacity.ts';

/**
 * Whether the congestion of the links is that of the uplink. Links on trial cause congestion
 * themselves, so they do not count, unless most links are on trial.
 */
export const isUplinkCongested = (uplink: UplinkCapacity, links: readonly SteeredLink[], nowMs: number): boolean => {
  const onTrial = links.filter(({ phase }) => phase.name === 'trial');
  const counted = onTrial.length * 2 > links.length ? links : links.filter(({ phase }) => phase.name !== 'trial');
  // Once one link has been overfull for long enough, those that are on the way there count as well.
  const isOverfull = links.some(({ signals }) => isOverfullFor(signals, OVERFULL_MS, nowMs));
  const congested = counted.filter(
    (link) =>
      isNewlyCongested(link, nowMs) ||
      (isJustReduced(uplink, nowMs) && isCongestedNow(link, nowMs)) ||
      (isOverfull && isOverfullFor(link.signals, OVERFULL_MS / 2, nowMs)),
  );
  return isAtLeast(SHARED_CONGESTION, congested.length, links.length);
};

/** Whether the links that are congested in this moment are as many as only the uplink explains. */
export const isAtOnce = (verdicts: ReadonlyMap<LinkId, LinkVerdict>, links: number): boolean =>
  isAtLeast(SHARED_CONGESTION, [...verdicts.values()].filter((verdict) => verdict !== 'fine').length, links);

/**
 * Whether a trial of the uplink congests other links. A link on the lowest layer does not count: it
 * has nothing to lose. A link that was downgraded lately may have trouble on its own path again;
 * several of them at once hardly do.
 */
export const isHurtByTrial = ({ sinceMs }: UplinkTrial, others: readonly SteeredLink[], nowMs: number): boolean => {
  const hurt = others.filter((link) => {
    const { congestionStartedMs } = link.signals;
    return (
      layerBeforeCongestion(link, nowMs) > 0 &&
      congestionStartedMs !== null &&
      congestionStartedMs > sinceMs &&
      isNewlyCongested(link, nowMs)
    );
  });
  const queued = others.filter(({ signals: { longRttSinceMs } }) => isQueueOf(sinceMs, longRttSinceMs, nowMs));
  return (
    isAtLeast(HURT_BY_TRIAL, hurt.length, others.length) ||
    isAtLeast(HURT_BY_TRIAL, queued.length, others.length) ||
    hurt.some((link) => isStable(link, nowMs))
  );
};

/** A queue that began in the trial and has stood for two reports. */
const isQueueOf = (trialSinceMs: number, sinceMs: number | null, nowMs: number): boolean =>
  sinceMs !== null && sinceMs > trialSinceMs && nowMs - sinceMs >= STANDING_QUEUE_MS;

/**
 * Whether too many links are congested while they return to what the uplink has carried. Each link may
 * also find its own path worse than before.
 */
export const isHurtByReturn = (links: readonly (readonly [SteeredLink, LinkVerdict])[], nowMs: number): boolean => {
  const hurt = links.filter(
    ([link, verdict]) => verdict !== 'fine' || (link.layer > 0 && isNewlyCongested(link, nowMs)),
  );
  return isAtLeast(HURT_BY_TRIAL, hurt.length, links.length);
};

/**
 * What the uplink delivers, in kbit/s, measured like the costs of layers. A still picture sends
 * less than its layer costs, so a link with an empty pacer counts with its layer's cost, less its
 * loss; a link with a pacer queue counts with what it sent. Part of what was sent only filled
 * buffers, so an estimate that has dropped counts instead. An estimate that never reached the
 * layer's cost, as in a link's first second, does not count.
 */
export const deliveredKbps = (line: SharedLine, nowMs: number): number =>
  [...line.links.values()].reduce((sumKbps, link) => {
    const { sentKbps, queueMs, lossFraction, availableKbps, bestEstimateKbps } = link.signals;
    const neededKbps = costsWith(line.costs[link.codec], link.signals.repeatedSoundKbps)[
      layerBeforeCongestion(link, nowMs)
    ];
    const offeredKbps = queueMs > CALM_QUEUE_MS ? sentKbps : Math.max(sentKbps, neededKbps);
    const arrivedKbps = offeredKbps * (1 - lossFraction) * DELIVERED_PART;
    const wasEnough = link.phase.name === 'draining' || (bestEstimateKbps !== null && bestEstimateKbps >= neededKbps);
    const hasDropped =
      availableKbps !== null && wasEnough && availableKbps < Math.max(bestEstimateKbps ?? 0, neededKbps);
    return sumKbps + (hasDropped ? Math.min(availableKbps, arrivedKbps) : arrivedKbps);
  }, fixedKbpsOf(line));

const isAtLeast = (least: { readonly links: number; readonly part: number }, count: number, of: number): boolean =>
  count >= least.links && count >= of * least.part;

const isNewlyCongested = ({ signals }: SteeredLink, nowMs: number): boolean =>
  signals.congestionStartedMs !== null && nowMs - signals.congestionStartedMs <= SIMULTANEOUS_MS;

const isCongestedNow = ({ signals, layer }: SteeredLink, nowMs: number): boolean =>
  layer > 0 && signals.lastCongestedMs === nowMs;

/** The layer that the link had before a downgrade in the present congestion. */
const layerBeforeCongestion = ({ layer, phase }: SteeredLink, nowMs: number): LayerIndex =>
  phase.name === 'draining' && nowMs - phase.sinceMs <= SIMULTANEOUS_MS ? phase.from : layer;
