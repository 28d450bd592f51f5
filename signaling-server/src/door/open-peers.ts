/** The clients that are connected to this instance, by the rooms that they are in. */
import type { Role, RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { Transport } from './connection.ts';
import { roomIdOf, type Peer } from './peer.ts';

interface OpenPeer {
  readonly peer: Peer;
  readonly transport: Transport;
}

/** The connections of one room. */
export type RoomTransports = Readonly<Record<Role, readonly Transport[]>>;

export class OpenPeers {
  readonly #open = new Set<OpenPeer>();

  /** Returns the function that removes it. */
  add(peer: Peer, transport: Transport): Cancel {
    const open = { peer, transport };
    this.#open.add(open);
    return () => this.#open.delete(open);
  }

  byRoom(): readonly RoomTransports[] {
    const rooms = new Map<RoomId, Record<Role, Transport[]>>();
    for (const { peer, transport } of this.#open) {
      const roomId = roomIdOf(peer);
      if (roomId === undefined) continue;
      const room = rooms.get(roomId) ?? { presenter: [], watcher: [] };
      rooms.set(roomId, room);
      room[peer.role].push(transport);
    }
    return [...rooms.values()];
  }
}
