/** What the service counts about the other instances: all zero where it runs alone. */
import { roomMoves, type ClusterObserver, type RoomMove } from '../../cluster/cluster-observer.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Rooms } from '../../cluster/rooms.ts';
import { Counter, Gauge, Histogram, plainGauge, type Metric } from './metric.ts';

/** In seconds. Within one machine room it is under a millisecond. */
const LAG_BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const directions = ['sent', 'received'] as const;

export class ClusterFigures implements ClusterObserver {
  readonly #frames = new Counter(
    { name: 'lectern_wire_frames_total', help: 'Frames between this instance and the others.' },
    { direction: directions },
  );
  readonly #bytes = new Counter(
    { name: 'lectern_wire_bytes_total', help: 'Bytes of the messages between this instance and the others.' },
    { direction: directions },
  );
  readonly #lost = new Counter(
    { name: 'lectern_wire_lost_messages_total', help: 'Messages of other instances that did not arrive.' },
    {},
  );
  readonly #lag = new Histogram(
    { name: 'lectern_wire_lag_seconds', help: 'From sending a message through Redis to receiving it, once a second.' },
    {},
    LAG_BOUNDS_S,
  );
  readonly #moves = new Counter(
    { name: 'lectern_room_moves_total', help: 'Rooms that have moved from one instance to another.' },
    { how: roomMoves },
  );

  get metrics(): readonly Metric[] {
    return [this.#frames, this.#bytes, this.#lost, this.#lag, this.#moves];
  }

  wireSent(frames: number, bytes: number): void {
    this.#frames.add({ direction: 'sent' }, frames);
    this.#bytes.add({ direction: 'sent' }, bytes);
  }

  wireReceived(frames: number, bytes: number): void {
    this.#frames.add({ direction: 'received' }, frames);
    this.#bytes.add({ direction: 'received' }, bytes);
  }

  wireLost(messages: number): void {
    this.#lost.add({}, messages);
  }

  wireReturned(afterMs: number): void {
    this.#lag.observe({}, afterMs / 1000);
  }

  roomMoved(how: RoomMove): void {
    this.#moves.add({ how });
  }
}

/** `cluster`: undefined where this instance runs alone. */
export function clusterGauges({
  cluster,
  rooms,
}: {
  readonly cluster: Pick<Cluster, 'instances' | 'ownedRooms' | 'farClients' | 'redis'> | undefined;
  readonly rooms: Pick<Rooms, 'size'>;
}): readonly Metric[] {
  return [
    plainGauge(
      { name: 'lectern_instances', help: 'Instances that this one knows to be alive, itself among them.' },
      () => cluster?.instances.length ?? 1,
    ),
    plainGauge(
      { name: 'lectern_owned_rooms', help: 'Rooms that this instance runs for all of them.' },
      () => cluster?.ownedRooms ?? rooms.size,
    ),
    plainGauge(
      { name: 'lectern_far_clients', help: 'Clients of this instance whose rooms others run.' },
      () => cluster?.farClients ?? 0,
    ),
    new Gauge({ name: 'lectern_redis', help: 'Whether Redis is reached: 1, else 0. Missing without Redis.' }, {}, () =>
      cluster?.redis === undefined ? [] : [[{}, cluster.redis.type === 'here' ? 1 : 0]],
    ),
  ];
}
