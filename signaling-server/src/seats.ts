/** The watchers of one room. A seat outlives its socket for a while: the media may still flow, and the watcher come back. */
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
import type { Clock } from './clock.ts';
import type { Timing } from './defaults.ts';
import type { Standing } from './held-links.ts';
import type { Link } from './link.ts';
import { Mailbox, type Outlet, type Place } from './outlet.ts';

export interface Seat {
  readonly watcherId: WatcherId;
  place: Place;
  link: Link | null;
}

export interface JoinFacts {
  readonly watcherId: WatcherId;
  readonly outlet: Outlet;
  /** The link that the watcher says it still holds. */
  readonly holds?: LinkId | undefined;
}

/** What a watcher is told of its room when it joins. */
export interface Joined {
  readonly phase: RoomPhase;
  readonly about: RoomAbout;
  readonly link?: LinkOpening;
  readonly restored?: LinkId;
}

interface SeatEvents {
  readonly changed: () => void;
  /** The seat is free; its link is the listener's to close. */
  readonly gone: (seat: Seat, reason: LinkCloseReason) => void;
}

export class Seats {
  readonly #seats = new Map<WatcherId, Seat>();
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #events: SeatEvents;

  constructor({ clock, timing }: { readonly clock: Clock; readonly timing: Timing }, events: SeatEvents) {
    this.#clock = clock;
    this.#graceMs = timing.watcherGraceMs;
    this.#events = events;
  }

  get size(): number {
    return this.#seats.size;
  }

  has(watcherId: WatcherId): boolean {
    return this.#seats.has(watcherId);
  }

  get(watcherId: WatcherId): Seat | undefined {
    return this.#seats.get(watcherId);
  }

  all(): Iterable<Seat> {
    return this.#seats.values();
  }

  standing(watcherId: WatcherId): Standing | undefined {
    const seat = this.#seats.get(watcherId);
    return seat && { here: seat.place.kind === 'here', link: seat.link };
  }

  isHere(watcherId: WatcherId, outlet: Outlet): boolean {
    const place = this.#seats.get(watcherId)?.place;
    return place?.kind === 'here' && place.outlet === outlet;
  }

  /** Sits a watcher down, on its old seat where it has one: there the newer socket takes over. */
  take({ watcherId, outlet }: JoinFacts): { readonly seat: Seat; readonly holdings: Mailbox | undefined } {
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) {
      const fresh: Seat = { watcherId, place: { kind: 'here', outlet }, link: null };
      this.#seats.set(watcherId, fresh);
      this.#events.changed();
      return { seat: fresh, holdings: undefined };
    }
    const before = seat.place;
    seat.place = { kind: 'here', outlet };
    if (before.kind === 'here') {
      before.outlet.close();
      return { seat, holdings: undefined };
    }
    before.cancel();
    return { seat, holdings: before.mailbox };
  }

  /** A seat for a watcher that may still come. */
  reserve(watcherId: WatcherId): Seat {
    const seat = this.#seats.get(watcherId);
    if (seat !== undefined) return seat;
    const fresh: Seat = { watcherId, place: this.#awaited(watcherId), link: null };
    this.#seats.set(watcherId, fresh);
    this.#events.changed();
    return fresh;
  }

  await(watcherId: WatcherId, outlet: Outlet): void {
    const seat = this.#seats.get(watcherId);
    if (seat !== undefined && this.isHere(watcherId, outlet)) seat.place = this.#awaited(watcherId);
  }

  free(watcherId: WatcherId, reason: LinkCloseReason): void {
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) return;
    if (seat.place.kind === 'awaited') seat.place.cancel();
    this.#seats.delete(watcherId);
    this.#events.gone(seat, reason);
  }

  /** Only those who are here: the others are told everything when they return. */
  tellAll<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    for (const { place } of this.#seats.values()) if (place.kind === 'here') place.outlet.notify(name, payload);
  }

  #awaited(watcherId: WatcherId): Place {
    const cancel = this.#clock.after(this.#graceMs, () => this.free(watcherId, 'lost'));
    return { kind: 'awaited', mailbox: new Mailbox(), cancel };
  }
}
