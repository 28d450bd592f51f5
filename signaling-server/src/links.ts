/** All links of one room. A link is only ever looked up here, by one of its own ends: no id reaches another room. */
import {
  SignalingError,
  type Epoch,
  type HeldLink,
  type LinkId,
  type WaitingOffer,
  type WatcherId,
} from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import { newLinkId } from './ids.ts';
import type { Link } from './link.ts';

export class Links {
  readonly #links = new Map<LinkId, Link>();

  prepare(epoch: Epoch, cancelExpiry: (linkId: LinkId) => Cancel): Link {
    const id = newLinkId();
    const holding = { kind: 'prepared', offer: null, cancelExpiry: cancelExpiry(id) } as const;
    return this.#keep({ id, epoch, holding, exchange: { kind: 'none' } });
  }

  /** The oldest prepared link with an offer, now this watcher's; its offer goes along. */
  claim(watcherId: WatcherId): { readonly link: Link; readonly offer: WaitingOffer } | undefined {
    for (const link of this.#links.values()) {
      if (link.holding.kind !== 'prepared' || link.holding.offer === null) continue;
      const { offer, cancelExpiry } = link.holding;
      cancelExpiry();
      link.holding = { kind: 'claimed', watcherId };
      return { link, offer };
    }
    return undefined;
  }

  issue(watcherId: WatcherId, epoch: Epoch): Link {
    return this.#keep({ id: newLinkId(), epoch, holding: { kind: 'claimed', watcherId }, exchange: { kind: 'none' } });
  }

  /** A link that this service did not see begin. */
  restore({ linkId, watcherId }: HeldLink, epoch: Epoch): Link {
    return this.#keep({ id: linkId, epoch, holding: { kind: 'claimed', watcherId }, exchange: { kind: 'unseen' } });
  }

  find(linkId: LinkId): Link | undefined {
    return this.#links.get(linkId);
  }

  ofPresenter(linkId: LinkId): Link {
    const link = this.#links.get(linkId);
    if (link === undefined) throw new SignalingError('link-unknown');
    return link;
  }

  ofWatcher(linkId: LinkId, watcherId: WatcherId): Link {
    const link = this.#links.get(linkId);
    if (link?.holding.kind !== 'claimed' || link.holding.watcherId !== watcherId) {
      throw new SignalingError('link-unknown');
    }
    return link;
  }

  remove(link: Link): void {
    if (link.holding.kind === 'prepared') link.holding.cancelExpiry();
    this.#links.delete(link.id);
  }

  all(): Link[] {
    return [...this.#links.values()];
  }

  prepared(): Link[] {
    return this.all().filter((link) => link.holding.kind === 'prepared');
  }

  #keep(link: Link): Link {
    this.#links.set(link.id, link);
    return link;
  }
}
