/** Links whose layers a test chooses in place of the steering. */
import type { LayerIndex } from '@lectern/steering';
import { EncodedLink } from '../../../../renderer/src/fan-out/encode-once/encoded-link.ts';
import { SteeringLoop } from '../../../../renderer/src/fan-out/encode-once/steering-loop.ts';
import type { MediaLink } from '../../../../renderer/src/fan-out/link-media.ts';

const loops = new WeakMap<MediaLink, SteeringLoop>();

/** For every engine that this page starts from now on. */
export function leaveUnsteered(): void {
  Reflect.set(SteeringLoop.prototype, 'add', function add(this: SteeringLoop, link: EncodedLink) {
    loops.set(link, this);
  });
}

export function chooseLayer(link: MediaLink, layer: LayerIndex): void {
  if (!(link instanceof EncodedLink)) throw new Error('only encode-once has layers');
  link.choose(layer, false);
  // As after each decision, the encoder learns which layers are needed.
  loops.get(link)?.limitUplink(null);
}
