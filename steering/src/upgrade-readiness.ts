/** Whether a link's own path allows one layer more. */
import { costsWith, layerAbove, LOWEST_LAYER, type LayerCosts } from './layer-costs.ts';
import {
  PACER_FACTOR,
  PROBE_ANSWER_MS,
  PROBE_VALID_MS,
  STARVED_PROBE_MS,
  UPGRADE_AFTER_CALM_MS,
  UPGRADE_MARGIN,
} from './policy.ts';
import type { SteeredLink } from './steered-link.ts';

/**
 * `not-ready`: not calm for long enough, or in back-off · `proven`: the estimate covers the layer
 * above · `needs-probe`: a probe may raise the estimate · `awaits-probe`: a probe is under way ·
 * `needs-trial`: the probe did not raise the estimate, so only a trial can show it.
 */
export type UpgradeReadiness = 'not-ready' | 'proven' | 'needs-probe' | 'awaits-probe' | 'needs-trial';

export const readinessOf = (link: SteeredLink, costs: LayerCosts, nowMs: number): UpgradeReadiness => {
  const { calmSinceMs, availableKbps } = link.signals;
  const isSettled = link.phase.name === 'steady' || link.phase.name === 'probing' || link.phase.name === 'draining';
  const above = layerAbove(link.layer);
  const neededKbps = costsWith(costs, link.signals.repeatedSoundKbps)[above];
  if (!isSettled || above === link.layer || calmSinceMs === null || availableKbps === null) return 'not-ready';
  const isCalm = nowMs - calmSinceMs >= UPGRADE_AFTER_CALM_MS;
  // A probe may start before the back-off ends, so that its result is there in time.
  if ((!isCalm && !isJustBack(link, nowMs)) || nowMs < link.backoffUntilMs - PROBE_ANSWER_MS) return 'not-ready';
  if (nowMs < link.backoffUntilMs) return link.phase.name === 'probing' ? 'awaits-probe' : 'needs-probe';
  if (availableKbps >= neededKbps * UPGRADE_MARGIN) return 'proven';
  if (link.phase.name !== 'probing') return 'needs-probe';
  const sinceProbeMs = nowMs - link.phase.sinceMs;
  if (sinceProbeMs > PROBE_VALID_MS) return 'needs-probe';
  if (sinceProbeMs < PROBE_ANSWER_MS) return 'awaits-probe';
  return isCalm && canBeTried(link, costs) ? 'needs-trial' : 'not-ready';
};

/** After a long outage a good estimate is enough: most paths are what they were. */
const isJustBack = ({ returnedAtMs }: SteeredLink, nowMs: number): boolean =>
  returnedAtMs !== null && nowMs - returnedAtMs < UPGRADE_AFTER_CALM_MS;

/** Whether the pacer sends fast enough for the layer above with the present estimate. */
export const canBeTried = ({ layer, signals }: SteeredLink, costs: LayerCosts): boolean =>
  (signals.availableKbps ?? 0) * PACER_FACTOR >= costsWith(costs, signals.repeatedSoundKbps)[layerAbove(layer)];

/**
 * Whether its pacer holds back even the lowest layer, because the estimate is far too low for it,
 * after a failure that was not its path's. A probe shows the path's rate within a moment; on a path
 * that is so narrow it would delay the sound.
 */
export const isStarved = (
  { layer, pathLayer, phase, probedAtMs, signals }: SteeredLink,
  costs: LayerCosts,
  nowMs: number,
): boolean =>
  layer === LOWEST_LAYER &&
  pathLayer > layer &&
  (phase.name === 'steady' || phase.name === 'probing') &&
  (probedAtMs === null || nowMs - probedAtMs >= STARVED_PROBE_MS) &&
  signals.availableKbps !== null &&
  signals.availableKbps * PACER_FACTOR < costsWith(costs, signals.repeatedSoundKbps)[LOWEST_LAYER];

/** Whether it has just got a path again, whose rate a probe shows within a moment. */
export const isUnprobed = ({ phase, probedAtMs }: SteeredLink): boolean =>
  phase.name === 'returning' && (probedAtMs === null || probedAtMs < phase.sinceMs);

/** The link with a probe under way. */
export const withProbe = (link: SteeredLink, nowMs: number, mayUpgrade: boolean): SteeredLink => ({
  ...link,
  probedAtMs: nowMs,
  phase: link.phase.name === 'returning' ? link.phase : { name: 'probing', sinceMs: nowMs, mayUpgrade },
});
