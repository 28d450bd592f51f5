/** All links of a fan-out, and the uplink that they share. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';
import type { Codec } from './codec-ladders.ts';
import { allocate, type Claim } from './allocate.ts';
import { higherOf, layerAbove, lowerOf, type CodecCosts, type LayerCosts } from './layer-costs.ts';
import type { SteeredLink } from './steered-link.ts';
import { readinessOf } from './upgrade-readiness.ts';
import type { Carried } from './carried.ts';
import { HURT_BY_TRIAL, SHARED_CONGESTION } from './policy.ts';
import type { UplinkCapacity } from './uplink-capacity.ts';

export interface SharedLine {
  readonly links: ReadonlyMap<LinkId, SteeredLink>;
  /**
   * Links whose watchers want no picture. They get no layer, but their sound takes part of the
   * uplink. The codec is that of the picture that they may want again.
   */
  readonly soundOnly: ReadonlyMap<LinkId, Codec>;
  readonly costs: CodecCosts;
  /** What a link with sound only costs, in kbit/s. */
  readonly soundCostKbps: number;
  /** What else uses the uplink, whatever the links get: what is published to the relay. */
  readonly reservedKbps: number;
  /** The presenter's upload limit; null without one. */
  readonly limitKbps: number | null;
  readonly uplink: UplinkCapacity;
  readonly carried: Carried;
  /** When a link was last upgraded. */
  readonly upgradedAtMs: number | null;
}

export const budgetOf = ({ limitKbps, uplink }: Pick<SharedLine, 'limitKbps' | 'uplink'>): number =>
  Math.min(limitKbps ?? Infinity, uplink.name === 'limited' ? uplink.capacityKbps : Infinity);

/** What is sent whatever the links get: sound without a picture, and what is reserved. */
export const fixedKbpsOf = ({ soundOnly, soundCostKbps, reservedKbps }: SharedLine): number =>
  soundOnly.size * soundCostKbps + reservedKbps;

/** What comes before any picture of a link, beyond the sound that is part of each layer's cost. */
const firstKbpsOf = (line: SharedLine): number =>
  [...line.links.values()].reduce((sum, { signals }) => sum + signals.repeatedSoundKbps, fixedKbpsOf(line));

/** What all links cost together, with what is reserved, in kbit/s. */
export const totalCostOf = (line: SharedLine): number =>
  firstKbpsOf(line) +
  [...line.links.values()].reduce((sum, { layer, cap, codec }) => sum + line.costs[codec][lowerOf(layer, cap)], 0);

/** The layer that each link gets of the budget. */
export const sharesOf = (line: SharedLine, nowMs: number): Map<LinkId, LayerIndex> => {
  const claims = [...line.links].map(([linkId, link]): Claim => ({
    linkId,
    current: link.layer,
    wanted: wantedLayer(link, line.costs[link.codec], nowMs),
    costs: line.costs[link.codec],
  }));
  return allocate(claims, budgetOf(line) - firstKbpsOf(line));
};

/**
 * The layer that a link claims. It claims none for a mere trial, which must not cost another link a
 * layer.
 */
const wantedLayer = (link: SteeredLink, costs: LayerCosts, nowMs: number): LayerIndex => {
  if (link.phase.name === 'starting') return lowerOf(link.pathLayer, link.cap);
  const readiness = readinessOf(link, costs, nowMs);
  const known = readiness === 'not-ready' ? link.layer : higherOf(link.layer, link.pathLayer);
  return lowerOf(readiness === 'proven' ? higherOf(known, layerAbove(link.layer)) : known, link.cap);
};

/** Whether every link has the layer that its own path carries and its watcher wants. */
export const isSatisfied = (line: SharedLine): boolean =>
  [...line.links.values()].every((link) => link.layer >= lowerOf(link.pathLayer, link.cap));

/** Whether more links are in trouble than their own paths explain. One alone says nothing of the uplink. */
export const areSomeCongested = ({ links }: SharedLine, nowMs: number): boolean => {
  const troubled = [...links.values()].filter(
    ({ signals }) => signals.lastCongestedMs === nowMs || signals.overfullSinceMs !== null,
  );
  return troubled.length >= Math.min(HURT_BY_TRIAL.links, links.size) && troubled.length > 0;
};

/** Whether so many links are without a path that only the uplink explains it. */
export const areMostGone = ({ links }: SharedLine): boolean => {
  const gone = [...links.values()].filter(({ phase }) => phase.name === 'gone').length;
  return gone >= SHARED_CONGESTION.links && gone >= links.size * SHARED_CONGESTION.part;
};

/** Whether at least half of the links that want more are ready for it. */
export const areMostReady = ({ links, costs }: SharedLine, nowMs: number): boolean => {
  const wanting = [...links.values()].filter((link) => link.layer < lowerOf(link.pathLayer, link.cap));
  const ready = wanting.filter((link) => readinessOf(link, costs[link.codec], nowMs) !== 'not-ready');
  return wanting.length > 0 && ready.length * 2 >= wanting.length;
};

/** What the cheapest step up of a link costs that wants one, in kbit/s; 0 if none does. */
export const leastStepOf = ({ links, costs }: SharedLine): number => {
  const steps = [...links.values()].flatMap(({ layer, pathLayer, cap, codec }) =>
    layer < lowerOf(pathLayer, cap) ? [costs[codec][layerAbove(layer)] - costs[codec][layer]] : [],
  );
  return steps.length > 0 ? Math.min(...steps) : 0;
};

export const mapLinks = (line: SharedLine, change: (link: SteeredLink, linkId: LinkId) => SteeredLink): SharedLine => ({
  ...line,
  links: new Map([...line.links].map(([linkId, link]) => [linkId, change(link, linkId)])),
});
