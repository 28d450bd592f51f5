/** Whether a link could rise now, by its own line. */
import { layerAbove, PACER_SPEED, type Costs } from './ladder-costs.ts';
import type { SteeredLink } from './steered-link.ts';

/**
 * `none`: not calm for long enough, or paused · `proven`: the estimate carries the layer above · `ask`: a probe may raise
 * the estimate · `asked`: the answer is awaited · `try`: it did not, only trying will tell.
 */
export type Prospect = 'none' | 'proven' | 'ask' | 'asked' | 'try';

const CALM_MS = 3_000;
/** Room for the key frame and what else the estimate does not know. */
const MARGIN = 1.15;
/** Probe, its feedback, the next statistics. */
const PROBE_MS = 1_000;
/** Then what the probe said is old. */
const PROBE_WORTH_MS = 10_000;

export const prospectOf = (link: SteeredLink, costs: Costs, nowMs: number): Prospect => {
  const { calmSinceMs, availableKbps } = link.reading;
  const isPlaced = link.phase.name === 'holding' || link.phase.name === 'probing' || link.phase.name === 'retreating';
  const above = layerAbove(link.layer);
  if (!isPlaced || above === link.layer || calmSinceMs === null || availableKbps === null) return 'none';
  // The answer to a probe may come while the pause still lasts.
  if (nowMs - calmSinceMs < CALM_MS || nowMs < link.pausedUntilMs - PROBE_MS) return 'none';
  if (nowMs < link.pausedUntilMs) return link.phase.name === 'probing' ? 'asked' : 'ask';
  if (availableKbps >= costs[above] * MARGIN) return 'proven';
  if (link.phase.name !== 'probing') return 'ask';
  const sinceProbeMs = nowMs - link.phase.sinceMs;
  if (sinceProbeMs > PROBE_WORTH_MS) return 'ask';
  if (sinceProbeMs < PROBE_MS) return 'asked';
  return availableKbps * PACER_SPEED >= costs[above] ? 'try' : 'none';
};

export const withProbe = (link: SteeredLink, nowMs: number, hasTurn: boolean): SteeredLink => ({
  ...link,
  phase: { name: 'probing', sinceMs: nowMs, hasTurn },
});
