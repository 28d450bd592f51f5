/** One room: its presenter's coming and going, its phase, and the watchers in it. Decides; knows neither sockets nor time. */
import {
  SignalingError,
  type Epoch,
  type HeldLink,
  type LinkId,
  type RoomAbout,
  type RoomId,
  type RoomPhase,
  type WatcherId,
} from '@lectern/protocol';
import type { Cancel, Clock } from './clock.ts';
import type { Load, Timing } from './defaults.ts';
import { reconcile } from './held-links.ts';
import { Mailbox, tell, type Outlet, type Place } from './outlet.ts';
import { Removed } from './removed.ts';
import { RoomLinks } from './room-links.ts';
import { Seats, type JoinFacts, type Joined } from './seats.ts';
import type { IceServersFor } from './turn-credentials.ts';

export interface RoomSurroundings {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly load: Load;
  readonly maxWatchers: number;
  readonly iceServersFor: IceServersFor;
}

export interface Opening {
  readonly epoch: Epoch;
  readonly live: boolean;
  readonly about: RoomAbout;
  readonly held: readonly HeldLink[];
  readonly outlet: Outlet;
}

/** The presenter: here, awaited for a moment, away with its media perhaps still flowing, or given up. */
type Presence = Place | { readonly kind: 'away'; readonly cancel: Cancel } | { readonly kind: 'gone' };

export class Room {
  readonly id: RoomId;
  readonly links: RoomLinks;
  readonly #around: RoomSurroundings;
  readonly #seats: Seats;
  readonly #onForgotten: () => void;
  #presence: Presence;
  #run: 'waiting' | 'live' | 'ended' = 'waiting';
  #about: RoomAbout = { title: '', presenter: '' };
  #epoch: Epoch | null = null;
  #countDue = false;
  readonly #removed = new Removed();

  constructor(id: RoomId, around: RoomSurroundings, onForgotten: () => void) {
    this.id = id;
    this.#around = around;
    this.#onForgotten = onForgotten;
    this.#presence = { kind: 'gone' };
    this.#presence = this.#away();
    this.#seats = new Seats(around, {
      changed: () => this.#countLater(),
      gone: (seat, reason) => {
        if (seat.link !== null) this.links.close(seat.link, reason, ['presenter']);
        this.#countLater();
        this.#forgetIfEmpty();
      },
    });
    this.links = new RoomLinks(around, this.#seats, {
      epoch: () => this.#epoch,
      presenter: () => this.#presence,
      isLive: () => this.#run === 'live' && this.#presence.kind === 'here',
    });
  }

  get phase(): RoomPhase {
    return this.#presence.kind === 'away' && this.#run !== 'ended' ? 'away' : this.#run;
  }

  get watchers(): number {
    return this.#seats.size;
  }

  /** Throws `replaced` for a run older than the room's. */
  fence(epoch: Epoch): void {
    if (this.#epoch !== null && epoch < this.#epoch) throw new SignalingError('replaced');
  }

  open({ epoch, live, about, held, outlet }: Opening): { watchers: number; refused: LinkId[] } {
    this.fence(epoch);
    const isNewRun = this.#epoch === null || epoch > this.#epoch;
    const before = this.#presence;
    if (before.kind === 'awaited' || before.kind === 'away') before.cancel();
    if (isNewRun && this.#epoch !== null) this.links.closeAll('replaced', ['watcher']);
    const dropped = this.links.dropPrepared();
    this.#epoch = epoch;
    const refused = live ? this.#takeBack(held) : held.map((link) => link.linkId);
    // A new run that is not live yet has ended nothing: what watchers saw last may stay on until it is.
    if (!live) this.links.closeAll(isNewRun ? 'replaced' : 'ended', ['watcher']);
    const stays = isNewRun || this.#run === 'waiting' ? 'waiting' : 'ended';
    this.#change(() => {
      this.#presence = { kind: 'here', outlet };
      this.#run = live ? 'live' : stays;
      this.#about = about;
    });
    // Only now: closing tells this room that a presenter is gone, which by then is no longer this one.
    if (before.kind === 'here' && before.outlet !== outlet) {
      if (isNewRun) before.outlet.notify('presenter:replaced', {});
      before.outlet.close();
    }
    // The reply goes first: what follows from it comes after.
    this.#around.clock.after(0, () => {
      if (!this.isPresenter(outlet)) return;
      for (const link of dropped) outlet.notify('link:closed', { linkId: link.id, reason: 'expired' });
      if (before.kind === 'awaited' && !isNewRun) before.mailbox.empty(outlet);
      this.links.openMissing();
    });
    return { watchers: this.watchers, refused };
  }

  isPresenter(outlet: Outlet): boolean {
    return this.#presence.kind === 'here' && this.#presence.outlet === outlet;
  }

  start(): void {
    this.#change(() => {
      this.#run = 'live';
    });
    this.#around.clock.after(0, () => this.links.openMissing());
  }

  stop(): void {
    this.links.closeAll('ended', ['presenter', 'watcher']);
    this.#change(() => {
      this.#run = 'ended';
    });
  }

  describe(about: RoomAbout): void {
    this.#change(() => {
      this.#about = about;
    });
  }

  presenterLost(outlet: Outlet): void {
    if (!this.isPresenter(outlet)) return;
    const { clock, timing } = this.#around;
    const cancel = clock.after(timing.presenterGraceMs, () => {
      this.#change(() => {
        this.#presence = this.#away();
      });
    });
    this.#presence = { kind: 'awaited', mailbox: new Mailbox(), cancel };
  }

  /**
   * Throws `removed` where it must not come back, `room-full` where there is no seat left (a watcher that has one keeps it), and
   * `too-many` where it would be opened one link too many.
   */
  checkSeat(watcherId: WatcherId, holds?: LinkId): void {
    if (this.#removed.has(watcherId)) throw new SignalingError('removed');
    if (!this.#seats.has(watcherId) && this.#seats.size >= this.#around.maxWatchers)
      throw new SignalingError('room-full');
    const keepsLink = holds !== undefined && this.#seats.get(watcherId)?.link?.id === holds;
    if (!keepsLink) this.links.checkPace(watcherId);
  }

  join(facts: JoinFacts): Joined {
    this.checkSeat(facts.watcherId, facts.holds);
    const { seat, holdings } = this.#seats.take(facts);
    const joined = { phase: this.phase, about: this.#about };
    // A service that has just restarted knows no links: it believes the watcher until the presenter says otherwise.
    const restored =
      facts.holds !== undefined && this.#epoch === null
        ? this.links.believe(seat, facts.holds)
        : seat.link !== null && seat.link.id === facts.holds;
    if (restored && seat.link !== null) {
      this.#around.clock.after(0, () => holdings?.empty(facts.outlet));
      return { ...joined, restored: seat.link.id };
    }
    if (seat.link !== null) this.links.close(seat.link, 'replaced', ['presenter']);
    const link = this.links.openFor(seat);
    return link === undefined ? joined : { ...joined, link };
  }

  isWatcher(watcherId: WatcherId, outlet: Outlet): boolean {
    return this.#seats.isHere(watcherId, outlet);
  }

  leave(watcherId: WatcherId): void {
    this.#seats.free(watcherId, 'left');
  }

  /** Also of a watcher that is not here: it may have lost its connection just now. */
  remove(watcherId: WatcherId): void {
    this.#removed.add(watcherId);
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) return;
    const { place } = seat;
    if (seat.link !== null) this.links.close(seat.link, 'removed', ['watcher']);
    tell(place, 'watcher:removed', {});
    this.#seats.free(watcherId, 'removed');
    if (place.kind === 'here') place.outlet.close();
  }

  watcherLost(watcherId: WatcherId, outlet: Outlet): void {
    this.#seats.await(watcherId, outlet);
  }

  #takeBack(held: readonly HeldLink[]): LinkId[] {
    const { restored, refused, orphaned } = reconcile({
      held,
      links: this.links.claimed(),
      seatOf: (watcherId) => this.#seats.standing(watcherId),
      freeSeats: this.#around.maxWatchers - this.#seats.size,
    });
    for (const link of orphaned) this.links.close(link, 'replaced', ['watcher']);
    for (const entry of restored) this.links.restore(this.#seats.reserve(entry.watcherId), entry);
    return [...refused];
  }

  /** Tells the watchers where the change is one that they can see. */
  #change(apply: () => void): void {
    const before = JSON.stringify([this.phase, this.#about]);
    apply();
    if (JSON.stringify([this.phase, this.#about]) === before) return;
    this.#seats.tellAll('room:changed', { phase: this.phase, about: this.#about });
  }

  #away(): Presence {
    const cancel = this.#around.clock.after(this.#around.timing.presenterGoneMs, () => {
      this.links.closeAll('lost', ['watcher']);
      this.#change(() => {
        this.#presence = { kind: 'gone' };
        this.#run = 'ended';
      });
      this.#forgetIfEmpty();
    });
    return { kind: 'away', cancel };
  }

  #forgetIfEmpty(): void {
    if (this.#presence.kind === 'gone' && this.#seats.size === 0) this.#onForgotten();
  }

  /** Many may come and go in one turn: the presenter is told once. */
  #countLater(): void {
    if (this.#countDue) return;
    this.#countDue = true;
    this.#around.clock.after(0, () => {
      this.#countDue = false;
      tell(this.#presence, 'watchers:changed', { count: this.watchers });
    });
  }
}
