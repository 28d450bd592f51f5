/** What a message of one end of a link means for the other end. */
import {
  SignalingError,
  type Candidate,
  type FirstPicture,
  type IceServer,
  type LinkId,
  type NoticeName,
  type NoticePayload,
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
    const { known, ice } = this.#options;
    const link = known.offeredBy(from, linkId);
    recordOffer(link, round, sdp);
    const iceServers = ice.grant(linkId, link.kind === 'publishing' ? 'relay' : 'watcher');
    this.#notifyAnswering(link, 'link:offered', { linkId, round, sdp, iceServers });
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

  /** The relay's answer to the presenter. Throws `wrong-round`. */
  answerPublishing(linkId: LinkId, answer: { readonly round: Round; readonly sdp: string }): void {
    const { known, offeringEnd } = this.#options;
    const link = known.find(linkId);
    if (link?.kind !== 'publishing') return;
    recordAnswer(link, answer.round);
    offeringEnd('presenter').notify('link:answered', { linkId, ...answer });
  }

  candidate(member: LinkMember, linkId: LinkId, found: { readonly round: Round; readonly candidate: Candidate }): void {
    const { known, policy } = this.#options;
    const link = known.ofMember(member, linkId);
    const end = member.role === 'watcher' ? this.#reachableEnd(link) : undefined;
    const finder = member.role === 'watcher' ? 'watcher' : 'offering';
    recordCandidate(link, finder, found, policy.candidatesPerRound);
    const notice = { linkId, ...found };
    if (end !== undefined) return end.notify('link:candidate-found', notice);
    return this.#notifyAnswering(link, 'link:candidate-found', notice);
  }

  /** Throws `too-many` for a watcher that says too much. */
  say(member: LinkMember, linkId: LinkId, message: SaidMessage): void {
    const link = this.#options.known.ofMember(member, linkId);
    if (member.role === 'watcher') {
      if (!this.#said.tryConsume(member.watcherId)) throw new SignalingError('too-many');
      return this.#reachableEnd(link).notify('link:said', { linkId, message });
    }
    return this.#notifyAnswering(link, 'link:said', { linkId, message });
  }

  /** Counted once for each seat. */
  connected(watcherId: WatcherId, { linkId, afterMs, route }: FirstPicture): void {
    const { known, seats, observer } = this.#options;
    const link = known.ofWatcher(watcherId, linkId);
    const seat = seats.ofLink(link);
    if (seat === undefined || seat.hasPicture) return;
    seat.hasPicture = true;
    // The page cannot tell who offers.
    observer.firstPicture(afterMs, link.from === 'relay' ? 'relay' : route);
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

  #notifyAnswering<N extends NoticeName>(link: Link, name: N, payload: NoticePayload<N>): void {
    const { seats, offeringEnd } = this.#options;
    if (link.kind === 'publishing') return offeringEnd('relay').notify(name, payload);
    const seat = seats.ofLink(link);
    if (seat !== undefined) notifyPlace(seat.place, name, payload);
  }

  /** Throws `not-live` (retryable) while the link's offering end is away. */
  #reachableEnd({ from }: Link): OfferingEnd {
    const end = this.#options.offeringEnd(from);
    if (!end.isReachable()) throw new SignalingError('not-live', `the ${from} is away`);
    return end;
  }
}
