/** The ladders of layers, and the pure steering that decides which layer each link gets. */
export type { Decision, LinkSample } from './link-sample.ts';
export {
  AUDIO_KBPS,
  laddersOf,
  layerFor,
  pictureHeights,
  TOP_LAYER,
  wireKbps,
  type Content,
  type Ladder,
  type Layer,
  type LayerIndex,
  type Making,
  type Quality,
} from './layers.ts';
export { offeredLayers } from './offered-layers.ts';
export { Steering } from './steering.ts';
