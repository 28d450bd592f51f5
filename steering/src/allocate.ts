/**
 * Divides the uplink's budget among the links: every link gets one layer before any link gets two.
 */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';
import { layerIndexes, LOWEST_LAYER, type LayerCosts } from './layer-costs.ts';

export interface Claim {
  readonly linkId: LinkId;
  readonly current: LayerIndex;
  readonly wanted: LayerIndex;
}

/**
 * Every link gets the lowest layer, even beyond the budget: its sound goes with it. A link keeps a
 * layer that it has before another link gets that layer, so that layers do not change without need.
 * Otherwise the order of the claims counts, which is the order of arrival.
 */
export const allocate = (claims: readonly Claim[], costs: LayerCosts, budgetKbps: number): Map<LinkId, LayerIndex> => {
  const shares = new Map<LinkId, LayerIndex>(claims.map(({ linkId }) => [linkId, LOWEST_LAYER]));
  let leftKbps = budgetKbps - claims.length * costs[LOWEST_LAYER];
  let below: LayerIndex = LOWEST_LAYER;
  for (const layer of layerIndexes.slice(1)) {
    const stepKbps = costs[layer] - costs[below];
    const wanting = claims.filter(({ wanted }) => wanted >= layer);
    const inOrder = [
      ...wanting.filter(({ current }) => current >= layer),
      ...wanting.filter(({ current }) => current < layer),
    ];
    for (const { linkId } of inOrder) {
      // The next layer is not divided either: the budget never puts one link two layers above
      // another.
      if (stepKbps > leftKbps) return shares;
      leftKbps -= stepKbps;
      shares.set(linkId, layer);
    }
    below = layer;
  }
  return shares;
};

/** The sum of what these layers cost, in kbit/s. */
export const costOf = (layers: Iterable<LayerIndex>, costs: LayerCosts): number => {
  let sumKbps = 0;
  for (const layer of layers) sumKbps += costs[layer];
  return sumKbps;
};
