/**
 * Counts the rooms that are held for each address and each presenter's identity, so that none of
 * them can use up the rooms of the service.
 */
import { SignalingError, type RoomId } from '@lectern/protocol';
import type { PresenterIdentity } from '../room/presenter-identity.ts';

/** On whose behalf a room is held. */
export interface Holder {
  readonly addressKey: string;
  /** Null where everybody may present. */
  readonly identity: PresenterIdentity | null;
}

export interface HeldLimits {
  readonly perAddress: number;
  /** Unless its own quota says otherwise. */
  readonly perIdentity: number;
  /** How many rooms the holder has at other instances. */
  readonly roomsElsewhere?: (holder: string) => number;
}

/** What an address or an identity has at this instance. */
export interface HeldCount {
  /** Names one address or one identity. */
  readonly holder: string;
  readonly rooms: number;
  readonly watchers: number;
}

/** The name of a presenter's identity as a holder. */
export const holderOfIdentity = (identityId: string): string => `identity ${identityId}`;

export class HeldRooms {
  readonly #limits: HeldLimits;
  readonly #holders = new Map<RoomId, Holder>();
  /** The rooms of each address and each identity. */
  readonly #rooms = new Map<string, Set<RoomId>>();

  constructor(limits: HeldLimits) {
    this.#limits = limits;
  }

  /**
   * Throws `too-many` when the holder may not hold this room as well. `isReturning`: it held the
   * room before, perhaps at another instance that is still counted.
   */
  check(roomId: RoomId, holder: Holder, isReturning = false): void {
    const now = this.#holders.get(roomId);
    const counted = new Set(now === undefined ? [] : this.#countersOf(now).map(([counter]) => counter));
    for (const [counter, limit] of this.#countersOf(holder)) {
      const elsewhere = isReturning ? 0 : (this.#limits.roomsElsewhere?.(counter) ?? 0);
      if (counted.has(counter) || (this.#rooms.get(counter)?.size ?? 0) + elsewhere < limit) continue;
      throw new SignalingError('too-many', 'this address or presenter key holds enough rooms');
    }
  }

  /** The rooms of each holder. */
  all(): Iterable<readonly [holder: string, rooms: ReadonlySet<RoomId>]> {
    return this.#rooms;
  }

  holderOf(roomId: RoomId): Holder | undefined {
    return this.#holders.get(roomId);
  }

  /** The rooms of this identity. */
  heldBy(identityId: string): readonly RoomId[] {
    return [...(this.#rooms.get(holderOfIdentity(identityId)) ?? [])];
  }

  hold(roomId: RoomId, holder: Holder): void {
    this.release(roomId);
    this.#holders.set(roomId, holder);
    for (const [counter] of this.#countersOf(holder)) {
      const rooms = this.#rooms.get(counter);
      if (rooms === undefined) this.#rooms.set(counter, new Set([roomId]));
      else rooms.add(roomId);
    }
  }

  release(roomId: RoomId): void {
    const holder = this.#holders.get(roomId);
    if (holder === undefined) return;
    this.#holders.delete(roomId);
    for (const [counter] of this.#countersOf(holder)) {
      const rooms = this.#rooms.get(counter);
      rooms?.delete(roomId);
      if (rooms?.size === 0) this.#rooms.delete(counter);
    }
  }

  #countersOf({ addressKey, identity }: Holder): [counter: string, limit: number][] {
    const byAddress: [string, number] = [`address ${addressKey}`, this.#limits.perAddress];
    if (identity === null) return [byAddress];
    return [byAddress, [holderOfIdentity(identity.id), identity.quota.rooms ?? this.#limits.perIdentity]];
  }
}
