/**
 * The watchers of one room. A seat outlives its socket for a while: media may still flow and the
 * watcher may return.
 */
import {
  SignalingError,
  type LinkCloseReason,
  type LinkId,
  type LinkOpening,
  type NoticeName,
  type NoticePayload,
  type PasscodeGeneration,
  type PasscodeProof,
  type RoomAbout,
  type RoomPhase,
  type WatcherId,
} from '@lectern/protocol';
import type { ClaimedLink, Link } from './link.ts';
import { Mailbox } from './mailbox.ts';
import type { Outlet } from './outlet.ts';
import type { Place } from './place.ts';
import type { RoomOptions } from './room-options.ts';

export interface Seat {
  readonly watcherId: WatcherId;
  /** What limits count its client's address by. */
  readonly address: string;
  /** It has answered a link: a client that watches, or did. */
  hasAnswered: boolean;
  /** It has said how its first picture came. */
  hasPicture: boolean;
  /** Of the passcode that it has entered, or that its presenter has spared it; null for none. */
  generation: PasscodeGeneration | null;
  place: Place;
  link: ClaimedLink | null;
  /** Plays until the watcher has a picture over `link`, which is to take its place. */
  former: ClaimedLink | null;
  /** Its page is older than the relay: its links have a data channel, so the presenter offers them. */
  isOldPage: boolean;
}

export interface Joining {
  readonly watcherId: WatcherId;
  /** A token of the room showed that the watcher has been in it before. */
  readonly isReturning: boolean;
  /** Its token is past its time: only a seat that is kept for it, and that nobody has, is its own. */
  readonly isLate?: boolean;
  readonly outlet: Outlet;
  /** What limits count its client's address by. */
  readonly address: string;
  /** The link that the watcher says it still holds. */
  readonly holds?: LinkId | undefined;
  /** Of the passcode that it has entered before, by its token. */
  readonly generation?: PasscodeGeneration | null | undefined;
  readonly passcode?: PasscodeProof | undefined;
  /**
   * Its page is older than passcodes, lobbies and the relay: it can neither ask for a passcode nor
   * wait in a lobby, and needs links with a data channel.
   */
  readonly isOldPage?: boolean;
}

export interface RoomFacts {
  readonly phase: RoomPhase;
  readonly about: RoomAbout;
  /** Rebuilt from a token: neither is known until the presenter is back. */
  readonly rebuilt?: true;
  readonly endedByService?: true;
}

/** What a watcher learns of its room when it joins. */
export interface Joined extends RoomFacts {
  readonly link?: LinkOpening;
  readonly restored?: LinkId;
}

interface SeatEvents {
  /** A seat was added. */
  readonly added: () => void;
  /** The seat is free; the listener closes its link. */
  readonly freed: (seat: Seat, reason: LinkCloseReason) => void;
}

type SeatFacts = Pick<Seat, 'watcherId' | 'address' | 'generation' | 'place' | 'isOldPage'>;

const newSeat = (facts: SeatFacts): Seat => ({
  ...facts,
  hasAnswered: false,
  hasPicture: false,
  link: null,
  former: null,
});

export class Seats {
  readonly #seats = new Map<WatcherId, Seat>();
  readonly #options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting' | 'notifyAll' | 'maxWatchers' | 'holder'>;
  readonly #events: SeatEvents;

  constructor(
    options: Pick<RoomOptions, 'clock' | 'policy' | 'waiting' | 'notifyAll' | 'maxWatchers' | 'holder'>,
    events: SeatEvents,
  ) {
    this.#options = options;
    this.#events = events;
  }

  get size(): number {
    return this.#seats.size;
  }

  /** How many are free. */
  get left(): number {
    return this.#options.maxWatchers - this.#seats.size;
  }

  get(watcherId: WatcherId): Seat | undefined {
    return this.#seats.get(watcherId);
  }

  /** Undefined for a prepared link, and while its watcher has no seat. */
  ofLink(link: Link): Seat | undefined {
    return link.kind === 'claimed' ? this.get(link.watcherId) : undefined;
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
  occupy(
    { watcherId, outlet, address, isOldPage = false }: Joining,
    generation: PasscodeGeneration | null,
  ): {
    readonly seat: Seat;
    readonly missed: Mailbox | undefined;
  } {
    const seat = this.#seats.get(watcherId);
    const place: Place = { kind: 'here', outlet };
    if (seat === undefined) {
      const facts = { watcherId, address, generation, place, isOldPage };
      return { seat: this.#add(newSeat(facts)), missed: undefined };
    }
    seat.generation = generation;
    seat.isOldPage = isOldPage;
    const before = seat.place;
    seat.place = place;
    if (before.kind === 'here') {
      before.outlet.close();
      return { seat, missed: undefined };
    }
    before.cancel();
    return { seat, missed: before.missed };
  }

  /** A seat for a watcher that may still come: its presenter holds a link to it. */
  reserve(watcherId: WatcherId, generation: PasscodeGeneration | null): Seat {
    const seat = this.#seats.get(watcherId);
    if (seat !== undefined) return seat;
    // Until it is here, nothing is known of its page.
    const facts = { watcherId, address: '', generation, place: this.#awaited(watcherId), isOldPage: true };
    return this.#add({ ...newSeat(facts), hasAnswered: true });
  }

  /**
   * The outlet's socket has gone. A watcher that has never answered a link has no picture to keep,
   * so its seat is free at once. Does nothing when another outlet has taken over.
   */
  lost(watcherId: WatcherId, outlet: Outlet): void {
    const seat = this.#seats.get(watcherId);
    if (seat === undefined || !this.isHere(watcherId, outlet)) return;
    if (seat.hasAnswered) seat.place = this.#awaited(watcherId);
    else this.free(watcherId, 'lost');
  }

  /** Throws `room-full` where a newcomer finds no seat. */
  checkRoom(): void {
    const { maxWatchers, holder } = this.#options;
    if (holder.hasSeat() && (this.#seats.size < maxWatchers || this.#firstToYield() !== undefined)) return;
    throw new SignalingError('room-full');
  }

  /**
   * A room that is nearly full takes a seat back from the address with the most watchers that do
   * not answer.
   */
  makeRoom(): void {
    const { maxWatchers, policy } = this.#options;
    if (this.#seats.size < maxWatchers * policy.nearlyFull) return;
    const seat = this.#firstToYield();
    if (seat === undefined) return;
    this.putOut(seat, 'lost');
  }

  /** The oldest seat without an answer, of the address that has most of them if it has many. */
  #firstToYield(): Seat | undefined {
    const { clock, policy } = this.#options;
    const ofAddress = new Map<string, Seat[]>();
    for (const seat of this.#seats.values()) {
      if (seat.hasAnswered || seat.link?.exchange.kind !== 'offered') continue;
      if (clock.elapsed() - seat.link.openedAtMs < policy.answerWithinMs) continue;
      const seats = ofAddress.get(seat.address);
      if (seats === undefined) ofAddress.set(seat.address, [seat]);
      else seats.push(seat);
    }
    const [most] = [...ofAddress.values()].toSorted((a, b) => b.length - a.length);
    return most !== undefined && most.length > policy.unansweredPerAddress ? most[0] : undefined;
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

  /** Frees the seat, and closes its watcher's connection. */
  putOut({ watcherId, place }: Seat, reason: LinkCloseReason): void {
    this.free(watcherId, reason);
    if (place.kind === 'here') place.outlet.close();
  }

  /** Cancels its timers, and drops what waits for its watchers. */
  close(): void {
    for (const { place } of this.#seats.values()) {
      if (place.kind !== 'awaited') continue;
      place.cancel();
      place.missed.close();
    }
    this.#seats.clear();
  }

  /** Of the connected watchers. */
  get outlets(): Outlet[] {
    return [...this.#seats.values()].flatMap(({ place }) => (place.kind === 'here' ? [place.outlet] : []));
  }

  /** Notifies connected watchers only: the others learn everything when they return. */
  notifyAll<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    this.#options.notifyAll(this.outlets, name, payload);
  }

  #add(seat: Seat): Seat {
    this.#seats.set(seat.watcherId, seat);
    this.#events.added();
    return seat;
  }

  #awaited(watcherId: WatcherId): Place {
    const { clock, policy, waiting } = this.#options;
    const cancel = clock.after(policy.watcherGraceMs, () => this.free(watcherId, 'lost'));
    return { kind: 'awaited', missed: new Mailbox(policy.watcherMailbox, waiting), cancel };
  }
}
