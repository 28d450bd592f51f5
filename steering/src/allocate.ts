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
  /** In the link's codec. */
  readonly costs: LayerCosts;
}

/**
 * Every link gets the lowest layer, even beyond the budget: its sound goes with it. A link keeps a
 * layer that it has before another link gets that layer, so that layers do not change without need.
 * Otherwise the order of the claims counts, which is the order of arrival.
 */
export const allocate = (claims: readonly Claim[], budgetKbps: number): Map<LinkId, LayerIndex> => {
  const shares = new Map<LinkId, LayerIndex>(claims.map(({ linkId }) => [linkId, LOWEST_LAYER]));
  let leftKbps = claims.reduce((kbps, { costs }) => kbps - costs[LOWEST_LAYER], budgetKbps);
  let below: LayerIndex = LOWEST_LAYER;
  for (const layer of layerIndexes.slice(1)) {
    let isDivided = true;
    const wanting = claims.filter(({ wanted }) => wanted >= layer);
    const inOrder = [
      ...wanting.filter(({ current }) => current >= layer),
      ...wanting.filter(({ current }) => current < layer),
    ];
    for (const { linkId, costs } of inOrder) {
      const stepKbps = costs[layer] - costs[below];
      // A later link may still get it, in a codec that needs less.
      if (stepKbps > leftKbps) isDivided = false;
      else {
        leftKbps -= stepKbps;
        shares.set(linkId, layer);
      }
    }
    // The budget never puts one link two layers above another.
    if (!isDivided) return shares;
    below = layer;
  }
  return shares;
};
