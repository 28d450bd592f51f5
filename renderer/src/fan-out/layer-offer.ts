/** What watchers may choose among, kept up to date and told on only where something of it has changed. */
import type { OfferedLayer } from '@lectern/protocol';
import { Store } from '@lectern/rtc';
import { layerFor, TOP_LAYER, type Making } from './layers.ts';

export class LayerOffer extends Store<readonly OfferedLayer[]> {
  constructor() {
    super([]);
  }

  follow(making: Making): void {
    const before = this.get();
    const now = offeredLayers(making);
    const isSame = now.length === before.length && now.every((layer, index) => isAlike(layer, before[index]));
    if (!isSame) this.set(now);
  }
}

const isAlike = (a: OfferedLayer, b: OfferedLayer | undefined): boolean => a.height === b?.height && a.fps === b.fps;

/** All of that ladder, the lowest first; nothing while the picture's size is not known. */
export function offeredLayers(making: Making): readonly OfferedLayer[] {
  const { height } = making;
  if (height === null) return [];
  return ([0, 1, TOP_LAYER] as const).map((index) => {
    const { scaleDownBy, maxFps } = layerFor(making, index);
    return { height: Math.round(height / scaleDownBy), fps: maxFps };
  });
}
