/** What layers cost on the wire, and how one goes up and down among them. */
import { TOP_LAYER, wireKbps, type Layer, type LayerIndex } from './layers.ts';

/** Whole kilobits a second on the wire, sound included, for each layer: sums of the same are the same in any order. */
export type Costs = Readonly<Record<LayerIndex, number>>;

export const LOWEST_LAYER: LayerIndex = 0;

/** WebRTC's pacer sends no faster than this times the estimate: more would wait there on any line. */
export const PACER_SPEED = 2.5;

/** From the lowest to the highest. */
export const layerIndexes: readonly LayerIndex[] = [0, 1, 2];

export const costsOf = (ladder: Readonly<Record<LayerIndex, Layer>>): Costs => ({
  0: Math.ceil(wireKbps(ladder[0])),
  1: Math.ceil(wireKbps(ladder[1])),
  2: Math.ceil(wireKbps(ladder[2])),
});

export const layerAbove = (layer: LayerIndex): LayerIndex => (layer === 0 ? 1 : TOP_LAYER);
export const layerBelow = (layer: LayerIndex): LayerIndex => (layer === 2 ? 1 : LOWEST_LAYER);
export const lowerOf = (a: LayerIndex, b: LayerIndex): LayerIndex => (a < b ? a : b);
export const higherOf = (a: LayerIndex, b: LayerIndex): LayerIndex => (a > b ? a : b);

/** The highest layer that fits; the lowest where none does. */
export const highestWithin = (costs: Costs, kbps: number): LayerIndex =>
  layerIndexes.findLast((layer) => costs[layer] <= kbps) ?? LOWEST_LAYER;
