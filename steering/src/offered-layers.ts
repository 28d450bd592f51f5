/** The layers that watchers may choose among, as the protocol describes them. */
import type { OfferedLayer } from '@lectern/protocol';
import { layerFor, TOP_LAYER, type EncodedPicture } from './layers.ts';

/** The whole ladder, lowest layer first; empty while the picture's size is unknown. */
export function offeredLayers(picture: EncodedPicture): readonly OfferedLayer[] {
  const { height } = picture;
  if (height === null) return [];
  return ([0, 1, TOP_LAYER] as const).map((index) => {
    const { scaleDownBy, maxFps } = layerFor(picture, index);
    return { height: Math.round(height / scaleDownBy), fps: maxFps };
  });
}
