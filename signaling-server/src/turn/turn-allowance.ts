/**
 * How many TURN credentials a room and its presenter may cause in a minute. A presenter could
 * otherwise use the TURN server as a relay for anything.
 */
import type { RoomId } from '@lectern/protocol';
import type { Holder } from '../cluster/held-rooms.ts';
import type { Clock } from '../room/clock.ts';
import type { OtherCounts } from '../room/other-counts.ts';
import { PerMinute } from '../room/per-minute.ts';

export interface TurnLimits {
  readonly perRoom: number;
  /**
   * For each presenter's identity that has no quota of its own; where presenting is open, for each
   * address.
   */
  readonly perHolder: number;
}

export class TurnAllowance {
  readonly #limits: TurnLimits;
  readonly #rooms: PerMinute;
  readonly #holders: PerMinute;

  /** `others`: for the holders, whose rooms may run on several instances. */
  constructor(limits: TurnLimits, clock: Clock, others?: OtherCounts) {
    this.#limits = limits;
    this.#rooms = new PerMinute(clock, limits.perRoom);
    this.#holders = new PerMinute(clock, limits.perHolder, others);
  }

  /** Counts one more. False when the room or its holder has had enough in this minute. */
  tryTake(roomId: RoomId, holder: Holder | undefined): boolean {
    if (!this.#rooms.tryConsume(roomId)) return false;
    if (holder === undefined) return true;
    const { identity, addressKey } = holder;
    return identity === null
      ? this.#holders.tryConsume(`address ${addressKey}`)
      : this.#holders.tryConsume(`identity ${identity.id}`, identity.quota.turn ?? this.#limits.perHolder);
  }
}
