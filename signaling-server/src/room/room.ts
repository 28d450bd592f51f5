/** One room: its presenter, its phase and its watchers. Decides synchronously; knows no sockets and no time. */
import {
  SignalingError,
  type Epoch,
  type RoomAbout,
  type RoomId,
  type RoomPhase,
  type RunEndReason,
  type WatcherId,
} from '@lectern/protocol';
import { Entrance, openToAll, type Applicant, type Entry } from './entrance.ts';
import { takeBack } from './held-links.ts';
import { Links } from './links.ts';
import { checkEntry, replacedBy, type Opened, type Opening } from './opening.ts';
import type { Member } from './member.ts';
import { OnAir } from './on-air.ts';
import { notifyPlace } from './place.ts';
import { Presenter } from './presenter.ts';
import { PresenterReports } from './presenter-reports.ts';
import { RoomNotices } from './room-notices.ts';
import type { RoomOptions } from './room-options.ts';
import { Seats, type Joined, type Joining, type RoomFacts, type Seat } from './seats.ts';

/** `abandoned`: watchers were still in it, and it may not be rebuilt by their tokens. */
export type Forgotten = 'empty' | 'abandoned';

export class Room {
  readonly id: RoomId;
  readonly links: Links;
  readonly reports: PresenterReports;
  readonly entrance: Entrance;
  readonly onAir: OnAir;
  readonly #options: RoomOptions;
  readonly #presenter: Presenter;
  readonly #seats: Seats;
  readonly #onForgotten: (why: Forgotten) => void;
  #about: RoomAbout = { title: '', presenter: '' };
  #epoch: Epoch | null = null;
  /** Of the last run that the service itself has ended. */
  #endedEpoch: Epoch | null = null;
  readonly #notices: RoomNotices;

  /** `onForgotten`: its presenter is gone, and its last watcher as well, or it was gone for too long. */
  constructor(id: RoomId, options: RoomOptions, onForgotten: (why: Forgotten) => void) {
    this.id = id;
    this.#options = options;
    this.#onForgotten = onForgotten;
    this.reports = new PresenterReports(options);
    this.#presenter = new Presenter(options, {
      away: () => this.#notices.changed(),
      gone: () => this.#end(),
      abandoned: () => this.#abandon(),
    });
    this.#seats = new Seats(options, {
      added: () => this.#notices.counted(),
      freed: (seat, reason) => {
        this.links.closeOf(seat, reason, ['offering']);
        this.#notices.counted();
        this.#forgetIfEmpty();
      },
    });
    this.entrance = new Entrance(id, options, this.#seats, (name, payload) => this.#presenter.notify(name, payload));
    const ends = { roomId: id, presenter: this.#presenter, seats: this.#seats, links: () => this.links };
    const isOpened = (): boolean => this.isOpened;
    this.onAir = new OnAir({ ...options, ...ends, isOpened, onChanged: () => this.#streamChanged() });
    this.links = new Links(options, this.#seats, { id, epoch: () => this.#epoch, fanOut: this.onAir });
    this.#notices = new RoomNotices(options, {
      facts: () => this.#facts(),
      by: () => this.onAir.by,
      watchers: () => this.watchers,
      notifyWatchers: (facts) => this.#seats.notifyAll('room:changed', facts),
      notifyPresenter: (count) => this.#presenter.notify('watchers:changed', { count }),
    });
  }

  /** As its watchers know it. */
  get phase(): RoomPhase {
    return this.onAir.phase;
  }

  get about(): RoomAbout {
    return this.#about;
  }

  get watchers(): number {
    return this.#seats.size;
  }

  /** Whether the presenter has opened it: otherwise tokens of watchers have rebuilt it. */
  get isOpened(): boolean {
    return this.#epoch !== null;
  }

  get hasPresenter(): boolean {
    return this.#presenter.isHere();
  }

  get seats(): Iterable<Seat> {
    return this.#seats.all();
  }

  /** The presenter enters. Throws as `checkEntry` does. */
  open(opening: Opening): Opened {
    const now = { epoch: this.#epoch, endedEpoch: this.#endedEpoch, presenter: this.#presenter };
    checkEntry(opening, now, this.#options);
    const { epoch, live, about, held, removed, entry = openToAll, turnOnly = false, outlet } = opening;
    this.#presenter.expect();
    this.links.turnOnly = turnOnly;
    const isNewRun = this.#epoch === null || epoch > this.#epoch;
    if (isNewRun && this.#epoch !== null) this.onAir.fanOut.runBegins();
    const dropped = this.links.dropPreparedFrom('presenter');
    this.#epoch = epoch;
    for (const watcherId of removed) this.remove(watcherId);
    this.entrance.change(entry, new Set(held.map(({ watcherId }) => watcherId)));
    const holding = { links: this.links, seats: this.#seats, presenter: this.#presenter, entrance: this.entrance };
    const refused = live ? takeBack(held, holding) : held.map(({ linkId }) => linkId);
    const notLive = isNewRun || this.onAir.run === 'waiting' ? 'waiting' : 'ended';
    if (live) this.onAir.begin();
    // A new run that is not live yet has ended nothing: watchers may keep the last picture until then.
    else this.onAir.end(notLive, isNewRun ? 'replaced' : 'ended', ['watcher']);
    const { replaced, missed } = this.#presenter.enter(outlet);
    if (live) this.onAir.fanOut.resumePublishing(opening.publishing);
    this.#notices.presenterEntered();
    this.#about = about;
    this.#notices.changed();
    // Closing reports a lost presenter at once: by now the new outlet speaks for it.
    if (isNewRun) replaced?.notify('presenter:replaced', { epoch });
    replaced?.close();
    // The reply goes first, what follows from it afterwards.
    this.#options.clock.after(0, () => {
      if (!this.#presenter.owns(outlet)) return missed?.close();
      for (const link of dropped) outlet.notify('link:closed', { linkId: link.id, reason: 'expired' });
      if (isNewRun) missed?.close();
      else missed?.deliver(outlet);
      this.entrance.presenterEntered();
      this.links.catchUp(missed?.incomplete ?? []);
      this.onAir.presenterEntered(opening);
      this.#openMissing();
    });
    return { watchers: this.watchers, refused };
  }

  /** Throws `replaced` or `link-unknown` when the outlet no longer speaks for the member. */
  checkMember(member: Member): void {
    if (member.role === 'presenter') {
      if (!this.#presenter.owns(member.outlet)) throw replacedBy(this.#epoch);
    } else if (!this.#seats.isHere(member.watcherId, member.outlet)) {
      throw new SignalingError('link-unknown', 'not in the room any more');
    }
  }

  /** The member's socket has gone. */
  lost(member: Member): void {
    if (member.role === 'presenter') return this.#presenter.lost(member.outlet);
    this.#seats.lost(member.watcherId, member.outlet);
    this.entrance.lost(member.watcherId, member.outlet);
  }

  /** Throws `too-many` when the presenter changes the room without end. */
  checkChangePace(): void {
    this.#notices.checkPace();
  }

  start(turnOnly = false): void {
    this.links.turnOnly = turnOnly;
    this.onAir.begin();
    this.#notices.changed();
    this.#options.clock.after(0, () => this.#openMissing());
  }

  stop(): void {
    this.onAir.end('ended', 'ended', ['offering', 'watcher']);
    this.onAir.fanOut.update();
    this.#notices.changed();
  }

  /** For its watchers and its presenter. False when there is no run, or it has been ended before. */
  endRun(reason: RunEndReason): boolean {
    if (this.#epoch === null || this.#endedEpoch === this.#epoch) return false;
    this.#endedEpoch = this.#epoch;
    this.stop();
    this.#presenter.dismiss(reason);
    this.onAir.stream.withdraw();
    this.#notices.flush();
    return true;
  }

  describe(about: RoomAbout): void {
    this.#about = about;
    this.#notices.changed();
  }

  /**
   * Throws as `Entrance.check` does, `room-full` when no seat is left (a watcher with a seat keeps it),
   * and `too-many` when the watcher would be opened more links than it may have.
   */
  checkSeat(applicant: Applicant): Entry {
    const entry = this.entrance.check(applicant);
    if (entry.into === 'lobby') return entry;
    const { watcherId, holds } = applicant;
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) this.#seats.checkRoom();
    const keepsLink = holds !== undefined && seat?.link?.id === holds;
    if (!keepsLink) this.links.checkPace(watcherId);
    return entry;
  }

  /** Throws as `checkSeat` does, and `not-live` where the watcher has to wait in the lobby. */
  join(joining: Joining): Joined {
    const { watcherId, outlet, holds, isReturning } = joining;
    const { into, generation } = this.checkSeat(joining);
    if (into === 'lobby') throw new SignalingError('not-live', 'not let in yet');
    if (this.#seats.get(watcherId) === undefined) this.#seats.makeRoom();
    // A change that the newcomer sees already must not be taken for one that is still to be announced.
    this.#notices.flush();
    const { seat, missed } = this.#seats.occupy(joining, generation);
    this.entrance.seated(watcherId);
    const joined = this.#facts();
    const isAlone = this.#epoch === null || (isReturning && this.onAir.run === 'live' && !this.hasPresenter);
    const isRestored =
      holds !== undefined && seat.link === null && this.onAir.mayTrust(holds, { isAlone, isReturning })
        ? this.links.trust(seat, holds)
        : seat.link !== null && seat.link.id === holds && missed?.incomplete.has(seat.link.id) !== true;
    if (isRestored && seat.link !== null) {
      this.#options.clock.after(0, () => missed?.deliver(outlet));
      return { ...joined, restored: seat.link.id };
    }
    missed?.close();
    if (seat.link !== null) this.links.close(seat.link, 'replaced', ['offering']);
    const link = this.links.openFor(seat);
    return link === undefined ? joined : { ...joined, link };
  }

  leave(watcherId: WatcherId): void {
    this.#seats.free(watcherId, 'left');
  }

  /** Also an absent watcher: it may have lost its connection just now. */
  remove(watcherId: WatcherId): void {
    this.entrance.remove(watcherId);
    const seat = this.#seats.get(watcherId);
    if (seat === undefined) return;
    this.links.closeOf(seat, 'removed', ['watcher']);
    notifyPlace(seat.place, 'watcher:removed', {});
    this.#seats.putOut(seat, 'removed');
  }

  /** Cancels all timers. `moved`: another instance may run it. */
  close(why: 'ended' | 'moved'): void {
    this.onAir.close(why);
    this.#presenter.close();
    this.#seats.close();
    this.#notices.close();
    this.entrance.close();
    this.links.stop();
  }

  #facts(): RoomFacts {
    const facts = { phase: this.phase, about: this.#about };
    if (!this.isOpened) return { ...facts, rebuilt: true };
    return this.#endedEpoch === this.#epoch ? { ...facts, endedByService: true } : facts;
  }

  #openMissing(): void {
    this.#notices.flush();
    this.onAir.fanOut.update();
    this.links.openMissing();
  }

  #streamChanged(): void {
    this.#notices.changed();
    this.links.openMissing();
  }

  #end(): void {
    this.onAir.presenterGone();
    this.#notices.changed();
    this.#forgetIfEmpty();
  }

  #forgetIfEmpty(): void {
    const { isGranted } = this.onAir.stream;
    if (this.#presenter.presence === 'gone' && this.#seats.size === 0 && !isGranted) this.#forget('empty');
  }

  /** A stream goes on without the presenter. */
  #abandon(): void {
    if (this.onAir.stream.phase !== 'none') return;
    const { outlets } = this.#seats;
    this.#forget('abandoned');
    for (const outlet of outlets) outlet.close();
  }

  #forget(why: Forgotten): void {
    this.close('ended');
    this.#onForgotten(why);
  }
}
