/** The layers that watchers may choose from. Notifies only when one of them has changed. */
import type { OfferedLayer } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { offeredLayers, type EncodedPicture } from '@lectern/steering';

export class LayerOffer extends Store<readonly OfferedLayer[]> {
  constructor() {
    super([]);
  }

  update(picture: EncodedPicture): void {
    const before = this.get();
    const layers = offeredLayers(picture);
    const isSame = layers.length === before.length && layers.every((layer, index) => areEqual(layer, before[index]));
    if (!isSame) this.set(layers);
  }
}

const areEqual = (a: OfferedLayer, b: OfferedLayer | undefined): boolean => a.height === b?.height && a.fps === b.fps;
