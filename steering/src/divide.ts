/** Divides a budget among links: everybody one layer before anybody two. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';
import { layerIndexes, LOWEST_LAYER, type Costs } from './ladder-costs.ts';

export interface Claim {
  readonly linkId: LinkId;
  readonly has: LayerIndex;
  readonly wants: LayerIndex;
}

/**
 * Everybody has the lowest layer, budget or not: sound comes with it. Who has a layer keeps it before somebody else gets
 * it, so that nothing moves without need; else the order of the claims, which is that of arrival.
 */
export const divide = (claims: readonly Claim[], costs: Costs, budgetKbps: number): Map<LinkId, LayerIndex> => {
  const shares = new Map<LinkId, LayerIndex>(claims.map(({ linkId }) => [linkId, LOWEST_LAYER]));
  let leftKbps = budgetKbps - claims.length * costs[LOWEST_LAYER];
  let below: LayerIndex = LOWEST_LAYER;
  for (const layer of layerIndexes.slice(1)) {
    const stepKbps = costs[layer] - costs[below];
    const wanting = claims.filter(({ wants }) => wants >= layer);
    const inOrder = [...wanting.filter(({ has }) => has >= layer), ...wanting.filter(({ has }) => has < layer)];
    for (const { linkId } of inOrder) {
      // Not on to the next layer either: nobody is two above another who only lacks the budget.
      if (stepKbps > leftKbps) return shares;
      leftKbps -= stepKbps;
      shares.set(linkId, layer);
    }
    below = layer;
  }
  return shares;
};

export const costOf = (layers: Iterable<LayerIndex>, costs: Costs): number => {
  let sumKbps = 0;
  for (const layer of layers) sumKbps += costs[layer];
  return sumKbps;
};
