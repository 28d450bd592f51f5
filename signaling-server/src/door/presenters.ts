/**
 * The presenters connected to this instance. One whose permission was taken back is disconnected,
 * and its rooms end.
 */
import { SignalingError } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Rooms } from '../cluster/rooms.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import type { PresenterPeer } from './peer.ts';

export class Presenters {
  readonly #rooms: Pick<Rooms, 'heldBy'>;
  readonly #log: Logger;
  readonly #connected = new Set<PresenterPeer>();
  readonly #revoked = new WeakSet<PresenterPeer>();

  constructor(rooms: Pick<Rooms, 'heldBy'>, log: Logger) {
    this.#rooms = rooms;
    this.#log = log;
  }

  add(peer: PresenterPeer): void {
    this.#connected.add(peer);
  }

  delete(peer: PresenterPeer): void {
    this.#connected.delete(peer);
  }

  /**
   * It may not present any more: what it has opened ends, and what it still sends opens nothing.
   */
  revoke({ id, name }: PresenterIdentity): void {
    const rooms = this.#rooms.heldBy(id);
    for (const room of rooms) room.endRun('revoked');
    for (const peer of this.#connected) {
      if (peer.identity?.id !== id) continue;
      this.#revoked.add(peer);
      peer.outlet.close();
    }
    this.#log.info({ presenter: name, identity: id, rooms: rooms.length }, 'presenter revoked');
  }

  /** Throws `key-refused` for one that was revoked while its request was under way. */
  check(peer: PresenterPeer): void {
    if (this.#revoked.has(peer)) throw new SignalingError('key-refused', 'revoked meanwhile');
  }
}
