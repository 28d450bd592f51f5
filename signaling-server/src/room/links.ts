/**
 * The links of one room: which watcher gets one, and what a message of one end means for the other.
 */
import {
  SignalingError,
  type Candidate,
  type Epoch,
  type FirstPicture,
  type HeldLink,
  type IceServer,
  type LinkCloseReason,
  type LinkId,
  type LinkOpening,
  type Role,
  type Round,
  type WaitingOffer,
  type WatcherId,
} from '@lectern/protocol';
import { newLinkId } from './ids.ts';
import {
  noCandidates,
  recordAnswer,
  recordCandidate,
  recordOffer,
  type ClaimedLink,
  type Link,
  type LinkEnd,
} from './link.ts';
import { LinkQueue } from './link-queue.ts';
import type { OfferingEnd, OfferingKind } from './offering-end.ts';
import { notifyPlace } from './place.ts';
import { PerMinute } from './per-minute.ts';
import { PreparedLinks } from './prepared-links.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat, Seats } from './seats.ts';

/** What the links read of their room. */
interface RoomView {
  readonly epoch: () => Epoch | null;
  readonly offeringEnd: (kind: OfferingKind) => OfferingEnd;
  /** The end that offers new links; undefined while the room is not live. */
  readonly opensLinks: () => OfferingEnd | undefined;
}

/** The end of a link that sends a request: an offering end, or one watcher. */
export type LinkMember = { readonly role: OfferingKind } | { readonly role: 'watcher'; readonly watcherId: WatcherId };

export class Links {
  readonly #claimed = new Map<LinkId, ClaimedLink>();
  readonly #prepared: PreparedLinks;
  readonly #options: RoomOptions;
  readonly #seats: Seats;
  readonly #room: RoomView;
  readonly #queue: LinkQueue;
  /** Both are counted per watcher, over all of its connections. */
  readonly #opened: PerMinute;
  readonly #restarts: PerMinute;

  constructor(options: RoomOptions, seats: Seats, room: RoomView) {
    const { clock, policy } = options;
    this.#options = options;
    this.#opened = new PerMinute(clock, policy.linksPerMinute);
    this.#restarts = new PerMinute(clock, policy.restartsPerMinute);
    this.#prepared = new PreparedLinks(options, (link) => this.close(link, 'expired', ['offering']));
    this.#queue = new LinkQueue(clock, policy.linkOpenings, {
      isDue: (seat) => this.#isDue(seat),
      turn: (seat) => this.#notifyOpened(seat, this.#open(seat)),
    });
    this.#seats = seats;
    this.#room = room;
  }

  claimedFrom(from: OfferingKind): ClaimedLink[] {
    return [...this.#claimed.values()].filter((link) => link.from === from);
  }

  prepare(from: OfferingKind): { linkId: LinkId; iceServers: IceServer[] } {
    const { id: linkId } = this.#prepared.add(from, this.#epoch());
    return { linkId, iceServers: this.#options.iceServersFor(linkId, from) };
  }

  /** Throws `too-many` when enough links were opened for this watcher in the last minute. */
  checkPace(watcherId: WatcherId): void {
    if (this.#room.opensLinks() !== undefined && this.#opened.isSpent(watcherId)) throw new SignalingError('too-many');
  }

  /**
   * Opens a link for a connected watcher that has none, and notifies the offering end. When others
   * are before it, the watcher gets its link later, as a notice. Nothing while the room is not live.
   */
  openFor(seat: Seat): LinkOpening | undefined {
    return this.#isDue(seat) && this.#queue.request(seat) ? this.#open(seat) : undefined;
  }

  #isDue(seat: Seat): boolean {
    const isSeated = this.#seats.get(seat.watcherId) === seat;
    return isSeated && seat.link === null && seat.place.kind === 'here' && this.#room.opensLinks() !== undefined;
  }

  #open(seat: Seat): LinkOpening | undefined {
    const end = this.#room.opensLinks();
    if (end === undefined || seat.place.kind !== 'here') return undefined;
    const { watcherId } = seat;
    if (!this.#opened.tryConsume(watcherId)) {
      // The watcher did not request this link, but may be the reason for it. Its page reconnects
      // when the minute is over.
      seat.place.outlet.close();
      return undefined;
    }
    const claimed = this.#prepared.claim(end.kind, watcherId);
    const link = claimed?.link ?? this.#newLink(end.kind, watcherId);
    this.#claimed.set(link.id, link);
    seat.link = link;
    if (claimed === undefined) end.notify('link:opened', this.#opening(link, end.kind));
    else end.notify('link:claimed', { linkId: link.id, watcherId });
    return this.#opening(link, 'watcher', claimed?.offer);
  }

  /** Opens a link for every connected watcher that has none. */
  openMissing(): void {
    for (const seat of this.#seats.all()) this.#openAndNotify(seat);
  }

  /**
   * Trusts a watcher that says it holds a link: the service has restarted and its presenter is not
   * back yet.
   */
  trust(seat: Seat, linkId: LinkId): boolean {
    if (seat.link === null && this.#find(linkId) === undefined) {
      this.restore(seat, { linkId, watcherId: seat.watcherId });
    }
    return seat.link?.id === linkId;
  }

  /** A link of the presenter's whose beginning this service has not seen. */
  restore(seat: Seat, { linkId: id, watcherId }: HeldLink): void {
    const epoch = this.#room.epoch() ?? 0;
    const link: ClaimedLink = {
      kind: 'claimed',
      id,
      from: 'presenter',
      epoch,
      watcherId,
      openedAtMs: this.#options.clock.elapsed(),
      exchange: { kind: 'unseen' },
      candidates: noCandidates(),
    };
    this.#claimed.set(id, link);
    seat.link = link;
    seat.hasAnswered = true;
  }

  close(link: Link, reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    if (link.kind === 'prepared') this.#prepared.remove(link);
    else this.#claimed.delete(link.id);
    const notice = { linkId: link.id, reason };
    if (notified.includes('offering')) this.#room.offeringEnd(link.from).notify('link:closed', notice);
    const seat = this.#seatOf(link);
    if (seat?.link !== link) return;
    seat.link = null;
    if (seat.place.kind === 'awaited') seat.place.missed.dropLink(link.id);
    else if (notified.includes('watcher')) notifyPlace(seat.place, 'link:closed', notice);
  }

  /** Closes all links of one offering end, prepared ones included. */
  closeFrom(from: OfferingKind, reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    for (const link of this.#prepared.removeFrom(from)) this.close(link, reason, notified);
    for (const link of this.claimedFrom(from)) this.close(link, reason, notified);
  }

  /** A notice of this link was lost: both ends get another one. */
  renew(linkId: LinkId): void {
    const link = this.#find(linkId);
    if (link !== undefined) this.close(link, 'replaced', ['offering', 'watcher']);
  }

  /** Removes the prepared links of one offering end, without a notice. */
  dropPreparedFrom(from: OfferingKind): Link[] {
    return this.#prepared.removeFrom(from);
  }

  offer(from: OfferingKind, linkId: LinkId, { round, sdp }: { readonly round: Round; readonly sdp: string }): void {
    const link = this.#linkFrom(from, linkId);
    recordOffer(link, round, sdp);
    const iceServers = this.#options.iceServersFor(linkId, 'watcher');
    const seat = this.#seatOf(link);
    if (seat !== undefined) notifyPlace(seat.place, 'link:offered', { linkId, round, sdp, iceServers });
  }

  answer(watcherId: WatcherId, linkId: LinkId, answer: { readonly round: Round; readonly sdp: string }): void {
    const link = this.#linkOf(watcherId, linkId);
    const end = this.#reachableEnd(link);
    recordAnswer(link, answer.round);
    const seat = this.#seatOf(link);
    if (seat !== undefined) seat.hasAnswered = true;
    end.notify('link:answered', { linkId, ...answer });
  }

  candidate(member: LinkMember, linkId: LinkId, found: { readonly round: Round; readonly candidate: Candidate }): void {
    const link = this.#linkOfMember(member, linkId);
    const end = member.role === 'watcher' ? this.#reachableEnd(link) : undefined;
    const finder = member.role === 'watcher' ? 'watcher' : 'offering';
    recordCandidate(link, finder, found, this.#options.policy.candidatesPerRound);
    const notice = { linkId, ...found };
    if (end !== undefined) return end.notify('link:candidate-found', notice);
    const seat = this.#seatOf(link);
    if (seat !== undefined) notifyPlace(seat.place, 'link:candidate-found', notice);
  }

  /** Counted once for each seat. */
  connected(watcherId: WatcherId, { linkId, afterMs, route }: FirstPicture): void {
    const seat = this.#seatOf(this.#linkOf(watcherId, linkId));
    if (seat === undefined || seat.hasPicture) return;
    seat.hasPicture = true;
    this.#options.observer.firstPicture(afterMs, route);
  }

  requestRestart(watcherId: WatcherId, linkId: LinkId): void {
    if (!this.#restarts.tryConsume(watcherId)) throw new SignalingError('too-many');
    this.#reachableEnd(this.#linkOf(watcherId, linkId)).notify('link:restart-requested', { linkId });
  }

  replace(member: LinkMember, linkId: LinkId): void {
    const link = this.#linkOfMember(member, linkId);
    if (member.role === 'watcher') this.checkPace(member.watcherId);
    const seat = this.#seatOf(link);
    this.close(link, 'replaced', [member.role === 'watcher' ? 'offering' : 'watcher']);
    if (seat !== undefined) this.#openAndNotify(seat);
  }

  refreshIce(from: OfferingKind, linkId: LinkId): { iceServers: IceServer[] } {
    this.#linkFrom(from, linkId);
    return { iceServers: this.#options.iceServersFor(linkId, from) };
  }

  #openAndNotify(seat: Seat): void {
    this.#notifyOpened(seat, this.openFor(seat));
  }

  #notifyOpened(seat: Seat, opening: LinkOpening | undefined): void {
    if (opening !== undefined) notifyPlace(seat.place, 'link:opened', opening);
  }

  #newLink(from: OfferingKind, watcherId: WatcherId): ClaimedLink {
    return {
      kind: 'claimed',
      id: newLinkId(),
      from,
      epoch: this.#epoch(),
      watcherId,
      openedAtMs: this.#options.clock.elapsed(),
      exchange: { kind: 'none' },
      candidates: noCandidates(),
    };
  }

  #epoch(): Epoch {
    const epoch = this.#room.epoch();
    if (epoch === null) throw new SignalingError('not-live');
    return epoch;
  }

  #find(linkId: LinkId): Link | undefined {
    return this.#claimed.get(linkId) ?? this.#prepared.get(linkId);
  }

  #linkOfMember(member: LinkMember, linkId: LinkId): Link {
    return member.role === 'watcher' ? this.#linkOf(member.watcherId, linkId) : this.#linkFrom(member.role, linkId);
  }

  /** A link is found only for one of its own ends: no id reaches a foreign link. */
  #linkFrom(from: OfferingKind, linkId: LinkId): Link {
    const link = this.#find(linkId);
    if (link?.from !== from) throw new SignalingError('link-unknown');
    return link;
  }

  #linkOf(watcherId: WatcherId, linkId: LinkId): ClaimedLink {
    const link = this.#claimed.get(linkId);
    if (link?.watcherId !== watcherId) throw new SignalingError('link-unknown');
    return link;
  }

  #seatOf(link: Link): Seat | undefined {
    return link.kind === 'claimed' ? this.#seats.get(link.watcherId) : undefined;
  }

  #opening(link: ClaimedLink, side: Role, offer?: WaitingOffer): LinkOpening {
    const { id: linkId, watcherId, epoch } = link;
    const opening = { linkId, watcherId, epoch, iceServers: this.#options.iceServersFor(linkId, side) };
    return offer === undefined ? opening : { ...opening, offer };
  }

  /** Throws `not-live` (retryable) while the link's offering end is away. */
  #reachableEnd({ from }: Link): OfferingEnd {
    const end = this.#room.offeringEnd(from);
    if (!end.isReachable()) throw new SignalingError('not-live', `the ${from} is away`);
    return end;
  }
}
