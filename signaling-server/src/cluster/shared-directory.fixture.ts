/** Directories of instances in one process, for tests of what lies above: they agree at once. */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { Directory, DirectoryListener, Owner } from './directory.ts';
import { wireVersions } from './frames.ts';
import type { InstanceFacts, InstanceId } from './instance.ts';

const factsOf = (id: InstanceId): InstanceFacts => ({ id, wire: wireVersions, draining: false, rooms: 0, watchers: 0 });

export class SharedDirectory {
  readonly #owners = new Map<RoomId, Owner>();
  readonly #alive = new Map<InstanceId, Set<DirectoryListener>>();
  #fence = 0;
  /** Whether it answers. */
  isAway = false;
  /**
   * The instance that gets each room without an owner, no matter which claims it; undefined: the
   * one that claims it.
   */
  place: InstanceId | undefined;

  of(self: InstanceId): Directory {
    const listeners = new Set<DirectoryListener>();
    this.#alive.set(self, listeners);
    const living = (roomId: RoomId): Owner | undefined => {
      const owner = this.#owners.get(roomId);
      return owner !== undefined && this.#alive.has(owner.instance) ? owner : undefined;
    };
    const ask = (roomId: RoomId): Owner | undefined => {
      const owner = living(roomId);
      if (owner?.instance === self) return owner;
      if (this.isAway) throw new SignalingError('room-moving', 'the directory is away');
      return owner;
    };
    return {
      self,
      holdsLease: true,
      ownerOf: async (roomId) => ask(roomId),
      claim: async (roomId) => ask(roomId) ?? this.give(roomId, this.place ?? self),
      release: async (roomId) => {
        if (this.#owners.get(roomId)?.instance === self) this.#owners.delete(roomId);
      },
      forget: () => undefined,
      suspect: () => undefined,
      owned: () => [...this.#owners].filter(([, owner]) => owner.instance === self).map(([roomId]) => roomId),
      owns: (roomId) => this.#owners.get(roomId)?.instance === self,
      instances: () => [...this.#alive.keys()].map(factsOf),
      others: () => [...this.#alive.keys()].filter((id) => id !== self).map(factsOf),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: async () => this.kill(self),
    };
  }

  /** Another instance runs the room from now on. The one before hears it, if it lives. */
  give(roomId: RoomId, instance: InstanceId): Owner {
    const before = this.#owners.get(roomId);
    const owner = { instance, fence: (this.#fence += 1) };
    this.#owners.set(roomId, owner);
    if (before !== undefined && before.instance !== instance) {
      for (const listener of this.#alive.get(before.instance) ?? []) listener.roomTaken(roomId);
    }
    return owner;
  }

  /** The others learn that it has gone. */
  kill(id: InstanceId): void {
    if (!this.#alive.delete(id)) return;
    const itsRooms = [...this.#owners].flatMap(([roomId, { instance }]) => (instance === id ? [roomId] : []));
    for (const listeners of this.#alive.values()) for (const each of listeners) each.instanceGone(id, itsRooms);
  }
}
