/** The ladders of layers, and the pure steering that chooses a layer for each link. */
export { backoffMs } from './backoff.ts';
export { encodedLayerFor, laddersFor, type Codec, type Ladders } from './codec-ladders.ts';
export type { Decision, LinkSample } from './link-sample.ts';
export {
  ladders,
  layerFor,
  soundWireKbps,
  pictureHeights,
  stacked,
  TOP_LAYER,
  wireKbps,
  type Content,
  type EncodedPicture,
  type Ladder,
  type Layer,
  type LayerIndex,
  type PictureSize,
  type Quality,
  type SoundContent,
} from './layers.ts';
export { offeredLayers } from './offered-layers.ts';
export { SOUND_KBPS } from './policy.ts';
export { Steering } from './steering.ts';
