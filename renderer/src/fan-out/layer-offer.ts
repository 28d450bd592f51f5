/** What watchers may choose among, kept up to date and told on only where something of it has changed. */
import type { OfferedLayer } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { offeredLayers, type EncodedPicture } from '@lectern/steering';

export class LayerOffer extends Store<readonly OfferedLayer[]> {
  constructor() {
    super([]);
  }

  follow(picture: EncodedPicture): void {
    const before = this.get();
    const now = offeredLayers(picture);
    const isSame = now.length === before.length && now.every((layer, index) => isAlike(layer, before[index]));
    if (!isSame) this.set(now);
  }
}

const isAlike = (a: OfferedLayer, b: OfferedLayer | undefined): boolean => a.height === b?.height && a.fps === b.fps;
