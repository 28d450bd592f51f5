/**
 * The links that were offered in advance and wait for a watcher. Each expires when no watcher
 * claims it.
 */
import { SignalingError, type Epoch, type LinkId, type WaitingOffer, type WatcherId } from '@lectern/protocol';
import { newLinkId } from './ids.ts';
import { noCandidates, type ClaimedLink, type PreparedLink } from './link.ts';
import type { OfferingKind } from './offering-end.ts';
import type { RoomOptions } from './room-options.ts';

export class PreparedLinks {
  readonly #links = new Map<LinkId, PreparedLink>();
  readonly #options: Pick<RoomOptions, 'clock' | 'policy'>;
  readonly #onExpired: (link: PreparedLink) => void;

  constructor(options: Pick<RoomOptions, 'clock' | 'policy'>, onExpired: (link: PreparedLink) => void) {
    this.#options = options;
    this.#onExpired = onExpired;
  }

  /** Throws `too-many` when this end has prepared enough. */
  add(from: OfferingKind, epoch: Epoch): PreparedLink {
    const { clock, policy } = this.#options;
    if (this.#from(from).length >= policy.preparedPerEnd) throw new SignalingError('too-many');
    const link: PreparedLink = {
      kind: 'prepared',
      id: newLinkId(),
      from,
      epoch,
      openedAtMs: clock.elapsed(),
      exchange: { kind: 'none' },
      candidates: noCandidates(),
      offer: null,
      cancelExpiry: clock.after(policy.preparedMs, () => this.#onExpired(link)),
    };
    this.#links.set(link.id, link);
    return link;
  }

  get(linkId: LinkId): PreparedLink | undefined {
    return this.#links.get(linkId);
  }

  /**
   * The oldest link of this end that has an offer, now the watcher's; undefined when there is none.
   */
  claim(from: OfferingKind, watcherId: WatcherId): { link: ClaimedLink; offer: WaitingOffer } | undefined {
    for (const prepared of this.#from(from)) {
      const { id, epoch, exchange, candidates, offer } = prepared;
      if (offer === null) continue;
      this.remove(prepared);
      const openedAtMs = this.#options.clock.elapsed();
      return { link: { kind: 'claimed', id, from, epoch, openedAtMs, exchange, candidates, watcherId }, offer };
    }
    return undefined;
  }

  remove(link: PreparedLink): void {
    link.cancelExpiry();
    this.#links.delete(link.id);
  }

  /** Removes all links of this end and returns them, the oldest first. */
  removeFrom(from: OfferingKind): PreparedLink[] {
    const removed = this.#from(from);
    for (const link of removed) this.remove(link);
    return removed;
  }

  #from(from: OfferingKind): PreparedLink[] {
    return [...this.#links.values()].filter((link) => link.from === from);
  }
}
