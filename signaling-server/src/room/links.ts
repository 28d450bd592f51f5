/** The links of one room: which watcher gets one, and how long it lives. */
import {
  SignalingError,
  type Epoch,
  type HeldLink,
  type IceServer,
  type LinkCloseReason,
  type LinkId,
  type LinkOpening,
  type RoomId,
  type WaitingOffer,
  type WatcherId,
} from '@lectern/protocol';
import { newLinkId, offererOf } from './ids.ts';
import { claimedLink, publishingLink, type ClaimedLink, type Link, type LinkEnd, type PublishingLink } from './link.ts';
import { KnownLinks, type LinkMember } from './known-links.ts';
import { LinkIce } from './link-ice.ts';
import { LinkMessages } from './link-messages.ts';
import { LinkQueue } from './link-queue.ts';
import type { LinkOpener, OfferingEnd, OfferingKind } from './offering-end.ts';
import { notifyPlace } from './place.ts';
import { PerMinute } from './per-minute.ts';
import { PreparedLinks } from './prepared-links.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat, Seats } from './seats.ts';

/** What the links read of their room. */
interface RoomView {
  readonly id: RoomId;
  readonly epoch: () => Epoch | null;
  readonly fanOut: LinkOpener;
}

export class Links {
  readonly #prepared: PreparedLinks;
  readonly known: KnownLinks;
  readonly #options: RoomOptions;
  readonly #ice: LinkIce;
  readonly #seats: Seats;
  readonly #room: RoomView;
  readonly #queue: LinkQueue;
  /** Counted per watcher, over all of its connections. */
  readonly #opened: PerMinute;
  readonly messages: LinkMessages;
  /** Both ends of each link use TURN only. */
  turnOnly = false;

  constructor(options: RoomOptions, seats: Seats, room: RoomView) {
    const { clock, policy } = options;
    this.#options = options;
    this.#ice = new LinkIce({ ...options, roomId: room.id }, (linkId) => this.#renewIce(linkId));
    this.#opened = new PerMinute(clock, policy.linksPerMinute);
    this.#prepared = new PreparedLinks(options, (link) => this.close(link, 'expired', ['offering']));
    this.known = new KnownLinks(this.#prepared);
    this.#queue = new LinkQueue(clock, policy.linkOpenings, {
      isDue: (seat) => this.#isDue(seat),
      turn: (seat) => this.#notifyOpened(seat, this.#open(seat)),
    });
    this.#seats = seats;
    this.#room = room;
    this.messages = new LinkMessages({
      ...options,
      known: this.known,
      ice: this.#ice,
      seats,
      offeringEnd: (kind) => room.fanOut.endOf(kind),
    });
  }

  claimedFrom(from: OfferingKind): ClaimedLink[] {
    return this.known.claimedFrom(from);
  }

  prepare(from: OfferingKind): { linkId: LinkId; iceServers: IceServer[] } {
    const { id: linkId } = this.#prepared.add(from, this.#epoch());
    return { linkId, iceServers: this.#ice.grant(linkId, from) };
  }

  /** Throws `too-many` when enough links were opened for this watcher in the last minute. */
  checkPace(watcherId: WatcherId): void {
    if (this.#room.fanOut.isOpening && this.#opened.isSpent(watcherId)) throw new SignalingError('too-many');
  }

  /**
   * Opens a link for a connected watcher that has none, and notifies the offering end. When others
   * are before it, the watcher gets its link later, as a notice. Nothing while the room is not
   * live.
   */
  openFor(seat: Seat): LinkOpening | undefined {
    return this.#isDue(seat) && this.#queue.request(seat) ? this.#open(seat) : undefined;
  }

  #isDue(seat: Seat): boolean {
    const isSeated = this.#seats.get(seat.watcherId) === seat;
    return (
      isSeated && seat.link === null && seat.place.kind === 'here' && this.#room.fanOut.opensLinks(seat) !== undefined
    );
  }

  #open(seat: Seat): LinkOpening | undefined {
    const end = this.#room.fanOut.opensLinks(seat);
    if (end === undefined || seat.place.kind !== 'here') return undefined;
    const { watcherId } = seat;
    if (!this.#opened.tryConsume(watcherId)) {
      // The watcher did not request this link, but may be the reason for it. Its page reconnects
      // when the minute is over.
      seat.place.outlet.close();
      return undefined;
    }
    const claimed = this.#prepared.claim(end.kind, watcherId);
    const link = claimed?.link ?? this.#newLink(end, watcherId);
    this.known.add(link);
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
   * Trusts a watcher that says it holds a link: its presenter is not here, and may have given it
   * the link at a service that has restarted, or at another instance. The presenter knows when it
   * is back.
   */
  trust(seat: Seat, linkId: LinkId): boolean {
    if (seat.link === null && this.known.find(linkId) === undefined) {
      this.restore(seat, { linkId, watcherId: seat.watcherId });
    }
    return seat.link?.id === linkId;
  }

  /** A link whose beginning this service has not seen. */
  restore(seat: Seat, { linkId: id, watcherId }: HeldLink): void {
    const openedAtMs = this.#options.clock.elapsed();
    const from = offererOf(id);
    const link = claimedLink({ id, from, epoch: this.#room.epoch() ?? 0, watcherId, openedAtMs });
    link.exchange = { kind: 'unseen' };
    this.known.add(link);
    this.#ice.renewSoon(id);
    seat.link = link;
    seat.hasAnswered = true;
    if (from === 'relay') this.#room.fanOut.resumed({ linkId: id, watcherId });
  }

  close(link: Link, reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    if (link.kind === 'prepared') this.#prepared.remove(link);
    else this.known.delete(link.id);
    this.#ice.forget(link.id);
    const notice = { linkId: link.id, reason };
    // The relay always hears it: it holds something for each link.
    const relay = this.#room.fanOut.endOf('relay');
    if (link.kind === 'publishing' || link.from === 'relay') relay.notify('link:closed', notice);
    if (link.from !== 'relay' && notified.includes('offering')) {
      this.#room.fanOut.endOf(link.from).notify('link:closed', notice);
    }
    const seat = this.#seats.ofLink(link);
    if (seat === undefined || (seat.link !== link && seat.former !== link)) return;
    if (seat.link === link) seat.link = null;
    else seat.former = null;
    if (seat.place.kind === 'awaited') seat.place.missed.dropLink(link.id);
    else if (notified.includes('watcher')) notifyPlace(seat.place, 'link:closed', notice);
  }

  /**
   * Another link takes the place of the watcher's, once it has a picture over it. A link that was
   * under way to take its place goes.
   */
  move(seat: Seat): void {
    const { link, former } = seat;
    const end = this.#room.fanOut.opensLinks(seat);
    if (end === undefined || link === null || link.from === end.kind || seat.place.kind !== 'here') return;
    if (former !== null) this.close(link, 'replaced', ['offering', 'watcher']);
    if (former?.from === end.kind) {
      seat.link = former;
      seat.former = null;
      return;
    }
    seat.former = former ?? link;
    seat.link = null;
    this.#notifyOpened(seat, this.#open(seat));
  }

  /** The watcher has a picture over its newest link. */
  settle(seat: Seat): void {
    if (seat.former !== null && seat.link !== null) this.close(seat.former, 'replaced', ['offering', 'watcher']);
  }

  /** The presenter is asked to publish over it. */
  openPublishing(): PublishingLink {
    const link = this.addPublishing(newLinkId(), 'none');
    const { id: linkId, epoch } = link;
    const route = this.turnOnly ? { turnOnly: true } : {};
    const notice = { linkId, epoch, iceServers: this.#ice.grant(linkId, 'presenter'), ...route };
    this.#room.fanOut.endOf('presenter').notify('link:publish-requested', notice);
    return link;
  }

  addPublishing(id: LinkId, kind: 'none' | 'unseen'): PublishingLink {
    const link = publishingLink({ id, epoch: this.#epoch(), openedAtMs: this.#options.clock.elapsed() });
    link.exchange = { kind };
    this.known.add(link);
    return link;
  }

  /** Closes all links of one offering end, prepared ones included. */
  closeFrom(from: OfferingKind, reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    for (const link of this.#prepared.removeFrom(from)) this.close(link, reason, notified);
    for (const link of this.claimedFrom(from)) this.close(link, reason, notified);
  }

  /** Closes all links of all watchers, prepared ones included. */
  closeAll(reason: LinkCloseReason, notified: readonly LinkEnd[]): void {
    this.closeFrom('presenter', reason, notified);
    this.closeFrom('relay', reason, notified);
  }

  /** Closes the links of one watcher. */
  closeOf(
    { link, former }: Pick<Seat, 'link' | 'former'>,
    reason: LinkCloseReason,
    notified: readonly LinkEnd[],
  ): void {
    for (const each of [link, former]) if (each !== null) this.close(each, reason, notified);
  }

  /** A notice of this link was lost: both ends get another one. */
  renew(linkId: LinkId): void {
    const link = this.known.find(linkId);
    if (link !== undefined) this.close(link, 'replaced', ['offering', 'watcher']);
  }

  /** Removes the prepared links of one offering end, without a notice. */
  dropPreparedFrom(from: OfferingKind): Link[] {
    return this.#prepared.removeFrom(from);
  }

  replace(member: LinkMember, linkId: LinkId): void {
    const link = this.known.ofMember(member, linkId);
    if (member.role === 'watcher') this.checkPace(member.watcherId);
    const seat = this.#seats.ofLink(link);
    this.close(link, 'replaced', [member.role === 'watcher' ? 'offering' : 'watcher']);
    if (seat !== undefined) this.#openAndNotify(seat);
  }

  /**
   * The presenter is back. `incomplete`: links of which it has lost a notice. Others may have been
   * due for credentials.
   */
  catchUp(incomplete: Iterable<LinkId>): void {
    for (const linkId of incomplete) this.renew(linkId);
    for (const linkId of this.#ice.takeMissed()) this.#renewIce(linkId);
  }

  /** Cancels all timers. */
  stop(): void {
    this.#prepared.removeFrom('presenter');
    this.#ice.close();
  }

  #renewIce(linkId: LinkId): void {
    const link = this.known.find(linkId);
    if (link === undefined) return this.#ice.forget(linkId);
    const end = this.#room.fanOut.endOf(link.from);
    if (!end.isReachable()) this.#ice.missed(linkId);
    end.notify('link:ice-renewed', { linkId, iceServers: this.#ice.renew(linkId, link.from) });
    const seat = this.#seats.ofLink(link);
    if (seat === undefined) return;
    notifyPlace(seat.place, 'link:ice-renewed', { linkId, iceServers: this.#ice.renew(linkId, 'watcher') });
  }

  #openAndNotify(seat: Seat): void {
    this.#notifyOpened(seat, this.openFor(seat));
  }

  #notifyOpened(seat: Seat, opening: LinkOpening | undefined): void {
    if (opening !== undefined) notifyPlace(seat.place, 'link:opened', opening);
  }

  #newLink({ kind: from, marksLinks = false }: OfferingEnd, watcherId: WatcherId): ClaimedLink {
    const openedAtMs = this.#options.clock.elapsed();
    return claimedLink({ id: newLinkId(marksLinks), from, epoch: this.#epoch(), watcherId, openedAtMs });
  }

  #epoch(): Epoch {
    const epoch = this.#room.epoch();
    if (epoch === null) throw new SignalingError('not-live');
    return epoch;
  }

  #opening(link: ClaimedLink, side: OfferingKind | 'watcher', offer?: WaitingOffer): LinkOpening {
    const { id: linkId, watcherId, epoch } = link;
    const route = this.turnOnly ? { turnOnly: true } : {};
    const opening = { linkId, watcherId, epoch, iceServers: this.#ice.grant(linkId, side), ...route };
    return offer === undefined ? opening : { ...opening, offer };
  }
}
