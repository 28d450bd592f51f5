/**
 * The watchers of one room. A seat outlives its socket for a while: media may still flow and the
 * watcher may return.
 */
import type {
  LinkCloseReason,
  LinkId,
  LinkOpening,
  NoticeName,
  NoticePayload,
  RoomAbout,
  RoomPhase,
  WatcherId,
} from '@lectern/protocol';
import type { ClaimedLink } from './link.ts';
import { Mailbox } from './mailbox.ts';
import type { Outlet, Place } from './outlet.ts';
import type { RoomOptions } from './room-options.ts';

export interface Seat {
  readonly watcherId: WatcherId;
  place: Place;
  link: ClaimedLink | null;
}

export interface Joining {
  readonly watcherId: WatcherId;
  readonly outlet: Outlet;
  /** The link that the watcher says it still holds. */
  readonly holds?: LinkId | undefined;
}

/** What a watcher learns of its room when it joins. */
export interface Joined {
  readonly phase: RoomPhase;
  readonly about: RoomAbout;
  readonly link?: LinkOpening;
  readonly restored?: LinkId;
}

interface SeatEvents {
  /** A seat was added. */
  readonly added: () => void;
  /** The seat is free; the listener closes its link. */
  readonly freed: (seat: Seat, reason: LinkCloseReason) => void;
}

export class Seats {
  readonly #seats = new Map<WatcherId, Seat>();
  readonly #options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting'>;
  readonly #events: SeatEvents;

  constructor(options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting'>, events: SeatEvents) {
    this.#options = options;
    this.#events = events;
  }

  get size(): number {
    return this.#seats.size;
  }

  get(watcherId: WatcherId): Seat | undefined {
    return this.#seats.get(watcherId);
  }

  all(): Iterable<Seat> {
    return this.#seats.values();
  }

  /** Whether this outlet speaks for the watcher now. */
  isHere(watcherId: WatcherId, outlet: Outlet): boolean {
    const place = this.#seats.get(watcherId)?.place;
    return place?.kind === 'here' && place.outlet === outlet;
  }

  /**
   * Seats a watcher. A watcher that has a seat keeps it, and its newer socket takes over from the
   * older one.
   */
  occupy({ watcherId, outlet }: Joining): { readonly seat: Seat; readonly missed: Mailbox | undefined } {
    const seat = this.#seats.get(watcherId);
    const place: Place = { kind: 'here', outlet };
    if (seat === undefined) return { seat: this.#add(watcherId, place), missed: undefined };
    const before = seat.place;
    seat.place = place;
    if (before.kind === 'here') {
      before.outlet.close();
      return { seat, missed: undefined };
    }
    before.cancel();
    return { seat, missed: before.missed };
  }

  /** A seat for a watcher that may still come. */
  reserve(watcherId: WatcherId): Seat {
    return this.#seats.get(watcherId) ?? this.#add(watcherId, this.#awaited(watcherId));
  }

  /** The outlet's socket has gone. Does nothing when another outlet has taken over. */
  lost(watcherId: WatcherId, outlet: Outlet): void {
    const seat = this.#seats.get(watcherId);
    if (seat !== undefined && this.isHere(watcherId, outlet)) seat.place = this.#awaited(watcherId);
  }

  free(watcherId: WatcherId, reason: LinkCloseReason): void {
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) return;
    if (seat.place.kind === 'awaited') {
      seat.place.cancel();
      seat.place.missed.close();
    }
    this.#seats.delete(watcherId);
    this.#events.freed(seat, reason);
  }

  /** Notifies connected watchers only: the others learn everything when they return. */
  notifyAll<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    for (const { place } of this.#seats.values()) if (place.kind === 'here') place.outlet.notify(name, payload);
  }

  #add(watcherId: WatcherId, place: Place): Seat {
    const seat: Seat = { watcherId, place, link: null };
    this.#seats.set(watcherId, seat);
    this.#events.added();
    return seat;
  }

  #awaited(watcherId: WatcherId): Place {
    const { clock, policy, waiting } = this.#options;
    const cancel = clock.after(policy.watcherGraceMs, () => this.free(watcherId, 'lost'));
    return { kind: 'awaited', missed: new Mailbox(policy.watcherMailbox, waiting), cancel };
  }
}
