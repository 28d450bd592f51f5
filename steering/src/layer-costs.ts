/** What layers cost on the wire, and how layers compare. */
import type { Codec, Ladders } from './codec-ladders.ts';
import { TOP_LAYER, wireKbps, type Layer, type LayerIndex, type SoundContent } from './layers.ts';

/**
 * kbit/s on the wire for each layer, sound included. Whole numbers: their sums do not depend on the
 * order.
 */
export type LayerCosts = Readonly<Record<LayerIndex, number>>;

export const LOWEST_LAYER: LayerIndex = 0;

/** From the lowest to the highest. */
export const layerIndexes: readonly LayerIndex[] = [0, 1, 2];

export const costsOf = (ladder: Readonly<Record<LayerIndex, Layer>>, sound: SoundContent): LayerCosts => ({
  0: Math.ceil(wireKbps(ladder[0], sound)),
  1: Math.ceil(wireKbps(ladder[1], sound)),
  2: Math.ceil(wireKbps(ladder[2], sound)),
});

export type CodecCosts = Readonly<Record<Codec, LayerCosts>>;

export const codecCostsOf = (ladders: Ladders, sound: SoundContent): CodecCosts => ({
  vp8: costsOf(ladders.vp8, sound),
  av1: costsOf(ladders.av1, sound),
});

/** The costs of a link that needs so much more, whatever its layer. */
export const costsWith = (costs: LayerCosts, kbps: number): LayerCosts =>
  kbps === 0 ? costs : { 0: costs[0] + kbps, 1: costs[1] + kbps, 2: costs[2] + kbps };

export const layerAbove = (layer: LayerIndex): LayerIndex => (layer === 0 ? 1 : TOP_LAYER);
export const layerBelow = (layer: LayerIndex): LayerIndex => (layer === 2 ? 1 : LOWEST_LAYER);
export const lowerOf = (a: LayerIndex, b: LayerIndex): LayerIndex => (a < b ? a : b);
export const higherOf = (a: LayerIndex, b: LayerIndex): LayerIndex => (a > b ? a : b);

/** The highest layer that fits; the lowest layer where none fits. */
export const highestWithin = (costs: LayerCosts, kbps: number): LayerIndex =>
  layerIndexes.findLast((layer) => costs[layer] <= kbps) ?? LOWEST_LAYER;
