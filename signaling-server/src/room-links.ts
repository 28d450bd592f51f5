/** What happens on a room's links: who is handed one, and what one end's word means for the other. */
import {
  SignalingError,
  type Candidate,
  type Epoch,
  type HeldLink,
  type IceServer,
  type LinkCloseReason,
  type LinkId,
  type LinkOpening,
  type NoticeName,
  type NoticePayload,
  type Role,
  type Round,
  type WaitingOffer,
  type WatcherId,
} from '@lectern/protocol';
import { noteAnswer, noteCandidate, noteOffer, type Link } from './link.ts';
import { PerMinute } from './limits.ts';
import { Links } from './links.ts';
import { tell } from './outlet.ts';
import type { RoomSurroundings } from './room.ts';
import type { Seat, Seats } from './seats.ts';

/** What the links need to know of their room. */
interface RoomView {
  readonly epoch: () => Epoch | null;
  readonly presenter: () => Parameters<typeof tell>[0];
  readonly isLive: () => boolean;
}

/** Who asks: the presenter, or one watcher. */
export type Asker = { readonly role: 'presenter' } | { readonly role: 'watcher'; readonly watcherId: WatcherId };

export class RoomLinks {
  readonly #links = new Links();
  readonly #around: RoomSurroundings;
  readonly #seats: Seats;
  readonly #room: RoomView;
  /** By watcher, over all of its connections. */
  readonly #opened: PerMinute;
  readonly #restarts: PerMinute;

  constructor(around: RoomSurroundings, seats: Seats, room: RoomView) {
    const { clock, load } = around;
    this.#around = around;
    this.#opened = new PerMinute(clock, load.linksPerMinute);
    this.#restarts = new PerMinute(clock, load.restartsPerMinute);
    this.#seats = seats;
    this.#room = room;
  }

  claimed(): Link[] {
    return this.#links.all().filter((link) => link.holding.kind === 'claimed');
  }

  prepare(): { linkId: LinkId; iceServers: IceServer[] } {
    const { clock, load, timing } = this.#around;
    if (this.#links.prepared().length >= load.preparedPerPresenter) throw new SignalingError('too-many');
    const expire = (linkId: LinkId) => () => {
      const link = this.#links.find(linkId);
      if (link !== undefined) this.close(link, 'expired', ['presenter']);
    };
    const link = this.#links.prepare(this.#epoch(), (linkId) => clock.after(timing.preparedMs, expire(linkId)));
    return { linkId: link.id, iceServers: this.#around.iceServersFor(link.id, 'presenter') };
  }

  /** Throws `too-many` where this watcher has cost its presenter enough links for a while. */
  checkPace(watcherId: WatcherId): void {
    if (this.#room.isLive() && this.#opened.isSpent(watcherId)) throw new SignalingError('too-many');
  }

  /** Gives a watcher without a link one, and tells the presenter. Nothing while the room is not live. */
  openFor(seat: Seat): LinkOpening | undefined {
    if (!this.#room.isLive() || seat.link !== null || seat.place.kind !== 'here') return undefined;
    const { watcherId } = seat;
    if (!this.#opened.take(watcherId)) {
      // It did not ask for this one, but may be why it is needed. Its page comes back, and is let in when its time has come.
      seat.place.outlet.close();
      return undefined;
    }
    const claimed = this.#links.claim(watcherId);
    const link = claimed?.link ?? this.#links.issue(watcherId, this.#epoch());
    seat.link = link;
    if (claimed === undefined) this.#tellPresenter('link:opened', this.#opening(link, watcherId, 'presenter'));
    else this.#tellPresenter('link:claimed', { linkId: link.id, watcherId });
    return this.#opening(link, watcherId, 'watcher', claimed?.offer);
  }

  /** Everyone here without a link is handed one. */
  openMissing(): void {
    for (const seat of this.#seats.all()) {
      const opening = this.openFor(seat);
      if (opening !== undefined) tell(seat.place, 'link:opened', opening);
    }
  }

  /** Takes a watcher's word that it holds a link, in a room whose presenter has not been heard since the restart. */
  believe(seat: Seat, linkId: LinkId): boolean {
    if (seat.link === null && this.#links.find(linkId) === undefined) {
      this.restore(seat, { linkId, watcherId: seat.watcherId });
    }
    return seat.link?.id === linkId;
  }

  restore(seat: Seat, held: HeldLink): void {
    seat.link = this.#links.restore(held, this.#room.epoch() ?? 0);
  }

  close(link: Link, reason: LinkCloseReason, toldEnds: readonly Role[]): void {
    this.#links.remove(link);
    if (toldEnds.includes('presenter')) this.#tellPresenter('link:closed', { linkId: link.id, reason });
    const seat = this.#seatOf(link);
    if (seat?.link !== link) return;
    seat.link = null;
    if (seat.place.kind === 'awaited') seat.place.mailbox.empty();
    else if (toldEnds.includes('watcher')) tell(seat.place, 'link:closed', { linkId: link.id, reason });
  }

  closeAll(reason: LinkCloseReason, toldEnds: readonly Role[]): void {
    for (const link of this.#links.all()) this.close(link, reason, toldEnds);
  }

  dropPrepared(): Link[] {
    const dropped = this.#links.prepared();
    for (const link of dropped) this.#links.remove(link);
    return dropped;
  }

  offer(linkId: LinkId, round: Round, sdp: string): void {
    const link = this.#links.ofPresenter(linkId);
    noteOffer(link, round, sdp);
    const iceServers = this.#around.iceServersFor(linkId, 'watcher');
    this.#tellWatcher(link, 'link:offered', { linkId, round, sdp, iceServers });
  }

  answer(watcherId: WatcherId, linkId: LinkId, answer: { readonly round: Round; readonly sdp: string }): void {
    const link = this.#links.ofWatcher(linkId, watcherId);
    this.#requirePresenter();
    noteAnswer(link, answer.round);
    this.#tellPresenter('link:answered', { linkId, ...answer });
  }

  candidate(asker: Asker, linkId: LinkId, found: { readonly round: Round; readonly candidate: Candidate }): void {
    const link = this.#linkOf(asker, linkId);
    if (asker.role === 'watcher') this.#requirePresenter();
    noteCandidate(link, found.round, found.candidate, this.#around.load.candidatesPerPrepared);
    if (asker.role === 'watcher') this.#tellPresenter('link:candidate-found', { linkId, ...found });
    else this.#tellWatcher(link, 'link:candidate-found', { linkId, ...found });
  }

  requestRestart(watcherId: WatcherId, linkId: LinkId): void {
    if (!this.#restarts.take(watcherId)) throw new SignalingError('too-many');
    this.#links.ofWatcher(linkId, watcherId);
    this.#requirePresenter();
    this.#tellPresenter('link:restart-requested', { linkId });
  }

  replace(asker: Asker, linkId: LinkId): void {
    const link = this.#linkOf(asker, linkId);
    if (asker.role === 'watcher') this.checkPace(asker.watcherId);
    const seat = this.#seatOf(link);
    this.close(link, 'replaced', [asker.role === 'watcher' ? 'presenter' : 'watcher']);
    if (seat === undefined) return;
    const opening = this.openFor(seat);
    if (opening !== undefined) tell(seat.place, 'link:opened', opening);
  }

  refreshIce(linkId: LinkId): { iceServers: IceServer[] } {
    this.#links.ofPresenter(linkId);
    return { iceServers: this.#around.iceServersFor(linkId, 'presenter') };
  }

  #epoch(): Epoch {
    const epoch = this.#room.epoch();
    if (epoch === null) throw new SignalingError('not-live');
    return epoch;
  }

  #linkOf(asker: Asker, linkId: LinkId): Link {
    return asker.role === 'presenter'
      ? this.#links.ofPresenter(linkId)
      : this.#links.ofWatcher(linkId, asker.watcherId);
  }

  #seatOf({ holding }: Link): Seat | undefined {
    return holding.kind === 'claimed' ? this.#seats.get(holding.watcherId) : undefined;
  }

  #opening(link: Link, watcherId: WatcherId, side: Role, offer?: WaitingOffer): LinkOpening {
    const iceServers = this.#around.iceServersFor(link.id, side);
    const opening = { linkId: link.id, watcherId, epoch: link.epoch, iceServers };
    return offer === undefined ? opening : { ...opening, offer };
  }

  /** Retryable: the presenter's signaling is away and may return. */
  #requirePresenter(): void {
    const { kind } = this.#room.presenter();
    if (kind === 'away' || kind === 'gone') throw new SignalingError('not-live', 'the presenter is away');
  }

  #tellPresenter<N extends NoticeName>(name: N, payload: NoticePayload<N>): void {
    tell(this.#room.presenter(), name, payload);
  }

  #tellWatcher<N extends NoticeName>(link: Link, name: N, payload: NoticePayload<N>): void {
    const seat = this.#seatOf(link);
    if (seat !== undefined) tell(seat.place, name, payload);
  }
}
