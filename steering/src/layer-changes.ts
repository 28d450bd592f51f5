/**
 * How a link changes its layer: down because of its own path, down to its share, up, and back to
 * where it was.
 */
import type { LayerIndex } from './layers.ts';
import { backoffMs } from './backoff.ts';
import { afterLayerChange } from './congestion-signals.ts';
import { costsWith, higherOf, highestWithin, layerAbove, layerBelow, lowerOf } from './layer-costs.ts';
import { PACER_FACTOR, STABLE_AFTER_MS, USABLE_ESTIMATE } from './policy.ts';
import type { Moment, SteeredLink } from './steered-link.ts';

/** Whether the link's own path has been without trouble for long. */
export const isStable = ({ downgrades, upgradedAtMs }: SteeredLink, nowMs: number): boolean =>
  downgrades === 0 || (upgradedAtMs !== null && nowMs - upgradedAtMs >= STABLE_AFTER_MS);

/**
 * Because of its own path: down to what that carries, and at least one layer. A failed trial goes
 * back one step.
 */
export const downgrade = (link: SteeredLink, moment: Moment): SteeredLink => {
  const { availableKbps, repeatedSoundKbps } = link.signals;
  const costs = costsWith(moment.costs, repeatedSoundKbps);
  const fitting = availableKbps === null ? link.layer : highestWithin(costs, availableKbps * USABLE_ESTIMATE);
  return stepped(link, fitting, null, moment.nowMs);
};

/** Its own path loses a little of what is sent: down one layer, to see whether less is lost then. */
export const downgradeByOne = (link: SteeredLink, nowMs: number): SteeredLink =>
  stepped(link, link.layer, link.signals.averageLoss, nowMs);

const stepped = (link: SteeredLink, fitting: LayerIndex, lossBefore: number | null, nowMs: number): SteeredLink => {
  const from = link.layer;
  const to = link.phase.name === 'trial' ? link.phase.from : lowerOf(fitting, layerBelow(from));
  const wasStable = link.upgradedAtMs === null || nowMs - link.upgradedAtMs >= STABLE_AFTER_MS;
  const isSameDowngrade = link.phase.name === 'draining';
  const downgrades = isSameDowngrade ? link.downgrades : wasStable ? 1 : link.downgrades + 1;
  return {
    ...link,
    layer: to,
    pathLayer: to,
    phase: { name: 'draining', sinceMs: nowMs, from, queueMs: link.signals.queueMs, lossBefore },
    signals: { ...afterLayerChange(link.signals), calmSinceMs: null },
    downgrades,
    backoffUntilMs: nowMs + backoffMs(downgrades),
  };
};

/**
 * The uplink was congested and not the link's own path: a downgrade since `sinceMs` is undone,
 * together with its back-off. An earlier one stays.
 */
export const undoDowngrade = (link: SteeredLink, { costs }: Moment, sinceMs: number): SteeredLink => {
  const { phase } = link;
  if (phase.name === 'starting' || phase.name === 'gone' || phase.name === 'returning') return link;
  if (phase.name === 'draining' && phase.sinceMs < sinceMs) return link;
  // The estimate has dropped nevertheless, and the pacer sends no faster than the estimate allows.
  const { availableKbps, repeatedSoundKbps } = link.signals;
  const pacedLayer = highestWithin(costsWith(costs, repeatedSoundKbps), (availableKbps ?? Infinity) * PACER_FACTOR);
  const signals = {
    ...afterLayerChange(link.signals),
    calmSinceMs: null,
    congestionStartedMs: null,
    lastCongestedMs: null,
  };
  if (phase.name !== 'draining')
    return { ...link, layer: lowerOf(link.layer, pacedLayer), signals, phase: { name: 'steady' } };
  return {
    ...link,
    layer: lowerOf(phase.from, pacedLayer),
    pathLayer: higherOf(link.pathLayer, phase.from),
    phase: { name: 'steady' },
    signals,
    downgrades: Math.max(link.downgrades - 1, 0),
    backoffUntilMs: 0,
  };
};

/** Down to the link's share of the uplink; its own path is not to blame. */
export const limitToShare = (link: SteeredLink, share: LayerIndex): SteeredLink =>
  link.layer <= share
    ? link
    : { ...link, layer: share, phase: { name: 'steady' }, signals: afterLayerChange(link.signals) };

/** One layer up, on trial. */
export const upgrade = (link: SteeredLink, nowMs: number, graceMs = 0): SteeredLink => ({
  ...link,
  layer: layerAbove(link.layer),
  phase: { name: 'trial', sinceMs: nowMs, from: link.layer, graceMs },
  signals: afterLayerChange(link.signals),
  upgradedAtMs: nowMs,
});
