/** The clients that are connected to this instance: how many, and by the rooms that they are in. */
import type { Role, RoomId } from '@lectern/protocol';
import type { Outlet } from '../room/outlet.ts';
import type { Transport } from './connection.ts';
import { roomIdOf, type Peer } from './peer.ts';

/** The connections of one room. */
export interface RoomTransports extends Readonly<Record<Role, readonly Transport[]>> {
  readonly roomId: RoomId;
}

export interface OpenClient {
  readonly outlet: Outlet;
  readonly transport: Transport;
}

export type ByRole = Readonly<Record<Role, readonly OpenClient[]>>;

export class OpenPeers {
  readonly #open = new Map<Peer, Transport>();
  readonly #counts: Record<Role, number> = { presenter: 0, watcher: 0 };

  get counts(): Readonly<Record<Role, number>> {
    return this.#counts;
  }

  add(peer: Peer, transport: Transport): void {
    this.#open.set(peer, transport);
    this.#counts[peer.role] += 1;
  }

  remove(peer: Peer): void {
    if (this.#open.delete(peer)) this.#counts[peer.role] -= 1;
  }

  outlets(role: Role): readonly Outlet[] {
    return [...this.#open.keys()].flatMap((peer) => (peer.role === role ? [peer.outlet] : []));
  }

  /** Those of them that have their sockets. */
  among(outlets: readonly Outlet[]): ByRole {
    const wanted = new Set(outlets);
    return this.#clients((peer) => wanted.has(peer.outlet));
  }

  ofRoom(roomId: RoomId): ByRole {
    return this.#clients((peer) => roomIdOf(peer) === roomId);
  }

  #clients(isWanted: (peer: Peer) => boolean): ByRole {
    const found: Record<Role, OpenClient[]> = { presenter: [], watcher: [] };
    for (const [peer, transport] of this.#open)
      if (isWanted(peer)) found[peer.role].push({ outlet: peer.outlet, transport });
    return found;
  }

  byRoom(): readonly RoomTransports[] {
    const rooms = new Map<RoomId, Record<Role, Transport[]> & { readonly roomId: RoomId }>();
    for (const [peer, transport] of this.#open) {
      const roomId = roomIdOf(peer);
      if (roomId === undefined) continue;
      const room = rooms.get(roomId) ?? { roomId, presenter: [], watcher: [] };
      rooms.set(roomId, room);
      room[peer.role].push(transport);
    }
    return [...rooms.values()];
  }
}
