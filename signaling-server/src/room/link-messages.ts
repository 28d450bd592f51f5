/** What a message of one end of a link means for the other end. */
import {
  SignalingError,
  type Candidate,
  type FirstPicture,
  type IceServer,
  type LinkId,
  type RequestParams,
  type Round,
  type SaidMessage,
  type WatcherId,
} from '@lectern/protocol';
import type { KnownLinks, LinkMember } from './known-links.ts';
import { recordAnswer, recordCandidate, recordOffer, type Link } from './link.ts';
import type { LinkIce } from './link-ice.ts';
import type { OfferingEnd, OfferingKind } from './offering-end.ts';
import { PerMinute } from './per-minute.ts';
import { notifyPlace } from './place.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seats } from './seats.ts';

interface LinkMessagesOptions extends Pick<RoomOptions, 'clock' | 'policy' | 'observer'> {
  readonly known: KnownLinks;
  readonly ice: LinkIce;
  readonly seats: Seats;
  readonly offeringEnd: (kind: OfferingKind) => OfferingEnd;
}

/** It passes through as the watcher has sent it. */
type Answer = Omit<RequestParams<'link:answer'>, 'linkId'>;

export class LinkMessages {
  readonly #options: LinkMessagesOptions;
  /** Counted per watcher, over all of its connections. */
  readonly #restarts: PerMinute;
  readonly #said: PerMinute;

  constructor(options: LinkMessagesOptions) {
    const { clock, policy } = options;
    this.#options = options;
    this.#restarts = new PerMinute(clock, policy.restartsPerMinute);
    this.#said = new PerMinute(clock, policy.saidPerMinute);
  }

  offer(from: OfferingKind, linkId: LinkId, { round, sdp }: { readonly round: Round; readonly sdp: string }): void {
    const { known, ice, seats } = this.#options;
    const link = known.offeredBy(from, linkId);
    recordOffer(link, round, sdp);
    const iceServers = ice.grant(linkId, 'watcher');
    const seat = seats.ofLink(link);
    if (seat !== undefined) notifyPlace(seat.place, 'link:offered', { linkId, round, sdp, iceServers });
  }

  answer(watcherId: WatcherId, linkId: LinkId, answer: Answer): void {
    const { known, seats } = this.#options;
    const link = known.ofWatcher(watcherId, linkId);
    const end = this.#reachableEnd(link);
    recordAnswer(link, answer.round);
    const seat = seats.ofLink(link);
    if (seat !== undefined) seat.hasAnswered = true;
    end.notify('link:answered', { linkId, ...answer });
  }

  candidate(member: LinkMember, linkId: LinkId, found: { readonly round: Round; readonly candidate: Candidate }): void {
    const { known, policy, seats } = this.#options;
    const link = known.ofMember(member, linkId);
    const end = member.role === 'watcher' ? this.#reachableEnd(link) : undefined;
    const finder = member.role === 'watcher' ? 'watcher' : 'offering';
    recordCandidate(link, finder, found, policy.candidatesPerRound);
    const notice = { linkId, ...found };
    if (end !== undefined) return end.notify('link:candidate-found', notice);
    const seat = seats.ofLink(link);
    if (seat !== undefined) notifyPlace(seat.place, 'link:candidate-found', notice);
  }

  /** Throws `too-many` for a watcher that says too much. */
  say(member: LinkMember, linkId: LinkId, message: SaidMessage): void {
    const { known, seats } = this.#options;
    const link = known.ofMember(member, linkId);
    if (member.role === 'watcher') {
      if (!this.#said.tryConsume(member.watcherId)) throw new SignalingError('too-many');
      return this.#reachableEnd(link).notify('link:said', { linkId, message });
    }
    const seat = seats.ofLink(link);
    if (seat !== undefined) notifyPlace(seat.place, 'link:said', { linkId, message });
  }

  /** Counted once for each seat. */
  connected(watcherId: WatcherId, { linkId, afterMs, route }: FirstPicture): void {
    const { known, seats, observer } = this.#options;
    const seat = seats.ofLink(known.ofWatcher(watcherId, linkId));
    if (seat === undefined || seat.hasPicture) return;
    seat.hasPicture = true;
    observer.firstPicture(afterMs, route);
  }

  requestRestart(watcherId: WatcherId, linkId: LinkId): void {
    if (!this.#restarts.tryConsume(watcherId)) throw new SignalingError('too-many');
    this.#reachableEnd(this.#options.known.ofWatcher(watcherId, linkId)).notify('link:restart-requested', { linkId });
  }

  refreshIce(from: OfferingKind, linkId: LinkId): { iceServers: IceServer[] } {
    const { known, ice } = this.#options;
    known.offeredBy(from, linkId);
    return { iceServers: ice.grant(linkId, from) };
  }

  /** Throws `not-live` (retryable) while the link's offering end is away. */
  #reachableEnd({ from }: Link): OfferingEnd {
    const end = this.#options.offeringEnd(from);
    if (!end.isReachable()) throw new SignalingError('not-live', `the ${from} is away`);
    return end;
  }
}
