/** The moves of a link: down by its own line's fault or without, up, and back to where it was. */
import type { LayerIndex } from './layers.ts';
import { higherOf, highestWithin, layerAbove, layerBelow, lowerOf, PACER_SPEED } from './ladder-costs.ts';
import { afterChange } from './line-reading.ts';
import { pauseMs } from './pause.ts';
import type { Moment, SteeredLink } from './steered-link.ts';

/** An estimate is not to be used up to the last bit: key frames, retransmissions, other traffic. */
const HEADROOM = 0.85;
/** A layer held for less was risen to in vain: lines that come and go are not followed up and down. */
const HELD_FOR_GOOD_MS = 60_000;

/** Whether its line can be trusted not to fail by itself just now. */
export const isReliable = ({ retreats, raisedAtMs }: SteeredLink, nowMs: number): boolean =>
  retreats === 0 || (raisedAtMs !== null && nowMs - raisedAtMs >= HELD_FOR_GOOD_MS);

/** Down to what the line carries: at least one layer. */
export const retreat = (link: SteeredLink, { nowMs, costs }: Moment): SteeredLink => {
  const { availableKbps, queueMs } = link.reading;
  const from = link.layer;
  const fitting = availableKbps === null ? from : highestWithin(costs, availableKbps * HEADROOM);
  const to = link.phase.name === 'trying' ? link.phase.from : lowerOf(fitting, layerBelow(from));
  const heldForLong = link.raisedAtMs === null || nowMs - link.raisedAtMs >= HELD_FOR_GOOD_MS;
  const isSameRetreat = link.phase.name === 'retreating';
  const retreats = isSameRetreat ? link.retreats : heldForLong ? 1 : link.retreats + 1;
  return {
    ...link,
    layer: to,
    carries: to,
    phase: { name: 'retreating', sinceMs: nowMs, from, queueMs },
    reading: { ...afterChange(link.reading), calmSinceMs: null },
    retreats,
    pausedUntilMs: nowMs + pauseMs(retreats),
  };
};

/** What looked like the link's own congestion was everybody's: as if it had not gone down since, nor had anything to wait for. */
export const forgive = (link: SteeredLink, { costs }: Moment, sinceMs: number): SteeredLink => {
  const { phase } = link;
  if (phase.name === 'starting') return link;
  if (phase.name === 'retreating' && phase.sinceMs < sinceMs) return link;
  // Its estimate has sunk all the same, and with it the pace at which the link can send.
  const paced = highestWithin(costs, (link.reading.availableKbps ?? Infinity) * PACER_SPEED);
  const reading = { ...afterChange(link.reading), calmSinceMs: null, congestedSinceMs: null, lastCongestedMs: null };
  if (phase.name !== 'retreating')
    return { ...link, layer: lowerOf(link.layer, paced), reading, phase: { name: 'holding' } };
  return {
    ...link,
    layer: lowerOf(phase.from, paced),
    carries: higherOf(link.carries, phase.from),
    phase: { name: 'holding' },
    reading,
    retreats: Math.max(link.retreats - 1, 0),
    pausedUntilMs: 0,
  };
};

/** Down without any fault of the link's own line. */
export const lower = (link: SteeredLink, layer: LayerIndex): SteeredLink =>
  link.layer <= layer ? link : { ...link, layer, phase: { name: 'holding' }, reading: afterChange(link.reading) };

export const raise = (link: SteeredLink, nowMs: number): SteeredLink => ({
  ...link,
  layer: layerAbove(link.layer),
  phase: { name: 'trying', sinceMs: nowMs, from: link.layer },
  reading: afterChange(link.reading),
  raisedAtMs: nowMs,
});
