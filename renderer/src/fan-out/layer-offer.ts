/** What watchers may choose among, kept up to date and told on only where something of it has changed. */
import type { OfferedLayer } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { offeredLayers, type Making } from '@lectern/steering';

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
