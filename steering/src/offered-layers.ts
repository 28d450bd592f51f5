/** The layers that watchers may choose among, as the protocol describes them. */
import type { OfferedLayer } from '@lectern/protocol';
import { layerFor, layerSize, TOP_LAYER, type EncodedPicture } from './layers.ts';

/** The whole ladder, lowest layer first; empty while the picture's size is unknown. */
export function offeredLayers(picture: EncodedPicture): readonly OfferedLayer[] {
  const { size } = picture;
  if (size === null) return [];
  return ([0, 1, TOP_LAYER] as const).map((index) => {
    const layer = layerFor(picture, index);
    const { width, height } = layerSize(size, layer);
    // People name a picture after its shorter side: an upright Full HD is 1080p as well.
    return { height: Math.min(width, height), fps: layer.maxFps };
  });
}
