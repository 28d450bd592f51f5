/** The service with a frozen peer beside it, which a test plays frame by frame. */
import type { VersionRange } from '@lectern/protocol';
import type { InstanceId } from '../../signaling-server/src/cluster/instance.ts';
import { LoneCarriers } from '../../signaling-server/src/cluster/lone-wire.ts';
import type { SealKey } from '../../signaling-server/src/cluster/seals.ts';
import { SealedWire } from '../../signaling-server/src/cluster/sealed-wire.ts';
import { SharedDirectory } from '../../signaling-server/src/cluster/shared-directory.fixture.ts';
import { startSignaling } from '../support/service/start-service.ts';
import { FrozenPeerV1 } from './frozen-peer-v1.ts';

/** `versions`: of frames that the service speaks. */
export async function startBesidePeer(versions: VersionRange) {
  const carriers = new LoneCarriers();
  const directory = new SharedDirectory();
  let known: { readonly self: InstanceId; readonly key: SealKey } | undefined;
  const service = await startSignaling({
    meetOthers: (own) => {
      known = { self: own.self, key: own.keys[0] };
      const versionsOf = (id: InstanceId) => (id === own.self ? undefined : { newest: 1, oldest: 1 });
      const wire = new SealedWire({ ...own, carrier: carriers.of(own.self), versions, versionsOf });
      return { directory: directory.of(own.self), wire, close: async () => wire.close() };
    },
  });
  if (known === undefined) throw new Error('the service met nobody');
  const peer = new FrozenPeerV1((self) => carriers.of(self), known.key);
  // Alive.
  directory.of(peer.self);
  return { service, self: known.self, peer, directory };
}
