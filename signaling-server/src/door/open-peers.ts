/** The clients that are connected to this instance, by the rooms that they are in. */
import type { Role, RoomId } from '@lectern/protocol';
import type { Transport } from './connection.ts';
import { roomIdOf, type Peer } from './peer.ts';

/** The connections of one room. */
export type RoomTransports = Readonly<Record<Role, readonly Transport[]>>;

export class OpenPeers {
  readonly #open = new Map<Peer, Transport>();

  add(peer: Peer, transport: Transport): void {
    this.#open.set(peer, transport);
  }

  remove(peer: Peer): void {
    this.#open.delete(peer);
  }

  byRoom(): readonly RoomTransports[] {
    const rooms = new Map<RoomId, Record<Role, Transport[]>>();
    for (const [peer, transport] of this.#open) {
      const roomId = roomIdOf(peer);
      if (roomId === undefined) continue;
      const room = rooms.get(roomId) ?? { presenter: [], watcher: [] };
      rooms.set(roomId, room);
      room[peer.role].push(transport);
    }
    return [...rooms.values()];
  }
}
