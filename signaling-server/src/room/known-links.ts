/**
 * The links that a room knows. A link is found only for one of its own ends: no id reaches a
 * foreign link.
 */
import { SignalingError, type LinkId, type WatcherId } from '@lectern/protocol';
import type { ClaimedLink, Link, PublishingLink } from './link.ts';
import type { OfferingKind } from './offering-end.ts';
import type { PreparedLinks } from './prepared-links.ts';

/** The end of a link that sends a request: an offering end, or one watcher. */
export type LinkMember = { readonly role: OfferingKind } | { readonly role: 'watcher'; readonly watcherId: WatcherId };

export class KnownLinks {
  readonly #claimed = new Map<LinkId, ClaimedLink>();
  readonly #publishing = new Map<LinkId, PublishingLink>();
  readonly #prepared: Pick<PreparedLinks, 'get'>;

  constructor(prepared: Pick<PreparedLinks, 'get'>) {
    this.#prepared = prepared;
  }

  add(link: ClaimedLink | PublishingLink): void {
    if (link.kind === 'claimed') this.#claimed.set(link.id, link);
    else this.#publishing.set(link.id, link);
  }

  delete(linkId: LinkId): void {
    this.#claimed.delete(linkId);
    this.#publishing.delete(linkId);
  }

  get publishing(): PublishingLink[] {
    return [...this.#publishing.values()];
  }

  claimedFrom(from: OfferingKind): ClaimedLink[] {
    return [...this.#claimed.values()].filter((link) => link.from === from);
  }

  find(linkId: LinkId): Link | undefined {
    return this.#claimed.get(linkId) ?? this.#prepared.get(linkId) ?? this.#publishing.get(linkId);
  }

  /** Throws `link-unknown`, like the two below. */
  ofMember(member: LinkMember, linkId: LinkId): Link {
    return member.role === 'watcher' ? this.ofWatcher(member.watcherId, linkId) : this.offeredBy(member.role, linkId);
  }

  offeredBy(from: OfferingKind, linkId: LinkId): Link {
    const link = this.find(linkId);
    if (link?.from !== from) throw new SignalingError('link-unknown');
    return link;
  }

  ofWatcher(watcherId: WatcherId, linkId: LinkId): ClaimedLink {
    const link = this.#claimed.get(linkId);
    if (link?.watcherId !== watcherId) throw new SignalingError('link-unknown');
    return link;
  }
}
