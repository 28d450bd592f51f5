/** Creates the watch of the balancer from the parts of the service. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { InstanceId } from '../../cluster/instance.ts';
import type { Rooms } from '../../cluster/rooms.ts';
import type { OpenPeers } from '../../door/open-peers.ts';
import type { BalancerPolicy } from '../../policy.ts';
import { askBalancer } from './ask-balancer.ts';
import { BalancerWatch } from './balancer-watch.ts';

interface BalancerOptions {
  readonly config: { readonly balancerUrl: string | null };
  readonly policy: { readonly balancer: BalancerPolicy };
  readonly self: InstanceId;
  readonly log: Logger;
  readonly peers: Pick<OpenPeers, 'byRoom' | 'ofRoom'>;
  readonly rooms: Pick<Rooms, 'drop'>;
  /** Its clients do not come through the balancer. */
  readonly ownRoomId: RoomId;
}

/** Undefined where no balancer is named. */
export function openBalancerWatch({
  config,
  policy,
  peers,
  rooms,
  ownRoomId,
  ...rest
}: BalancerOptions): BalancerWatch | undefined {
  const { balancerUrl } = config;
  if (balancerUrl === null) return undefined;
  return new BalancerWatch({
    ...rest,
    policy: policy.balancer,
    rooms: () => peers.byRoom().flatMap(({ roomId }) => (roomId === ownRoomId ? [] : [roomId])),
    ask: (hint, signal) => askBalancer(balancerUrl, hint, signal),
    handOver: (roomId) => sendBack(roomId, { peers, rooms, presenterFirstMs: policy.balancer.presenterFirstMs }),
  });
}

/**
 * The presenter first, so that it is there when its watchers come. A transport that closes looks
 * like a lost network: clients reconnect by themselves, and their pictures go on.
 */
async function sendBack(
  roomId: RoomId,
  { peers, rooms, presenterFirstMs }: Pick<BalancerOptions, 'peers' | 'rooms'> & { readonly presenterFirstMs: number },
): Promise<void> {
  const { presenter, watcher } = peers.ofRoom(roomId);
  rooms.drop(roomId);
  for (const { transport } of presenter) transport.close();
  await sleep(presenterFirstMs);
  for (const { transport } of watcher) transport.close();
}
