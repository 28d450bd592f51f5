/** What watchers may choose among, in the protocol's words. */
import type { OfferedLayer } from '@lectern/protocol';
import { layerFor, TOP_LAYER, type Making } from './layers.ts';

/** The whole ladder, lowest layer first; empty while the picture's size is unknown. */
export function offeredLayers(making: Making): readonly OfferedLayer[] {
  const { height } = making;
  if (height === null) return [];
  return ([0, 1, TOP_LAYER] as const).map((index) => {
    const { scaleDownBy, maxFps } = layerFor(making, index);
    return { height: Math.round(height / scaleDownBy), fps: maxFps };
  });
}
