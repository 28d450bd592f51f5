/**
 * Moves the watchers of a room to another offering end, a few at a time: each gets a second link,
 * and the first goes when the watcher has a picture over the second.
 */
import type { LinkId } from '@lectern/protocol';
import type { Cancel } from './clock.ts';
import type { Links } from './links.ts';
import type { OfferingEnd } from './offering-end.ts';
import type { RoomOptions } from './room-options.ts';
import type { Seat, Seats } from './seats.ts';

interface LinkMovesOptions extends Pick<RoomOptions, 'clock' | 'policy'> {
  readonly links: Links;
  readonly seats: Seats;
  readonly opensLinks: (seat: Seat) => OfferingEnd | undefined;
}

export class LinkMoves {
  readonly #options: LinkMovesOptions;
  /** Those that have two links; the timer lets the next ones begin where one stays without a picture. */
  readonly #underWay = new Map<Seat, Cancel>();

  constructor(options: LinkMovesOptions) {
    this.#options = options;
  }

  /** Begins with those that have to move and have not begun, as many as may be under way. */
  run(): void {
    const { clock, policy, links, seats } = this.#options;
    for (const seat of seats.all()) {
      if (this.#underWay.size >= policy.movedAtOnce) return;
      if (this.#underWay.has(seat) || !this.#isDue(seat)) continue;
      links.move(seat);
      if (seat.former === null) continue;
      const cancel = clock.after(policy.movingForMs, () => {
        this.#underWay.delete(seat);
        this.run();
      });
      this.#underWay.set(seat, cancel);
    }
  }

  /** The watcher has a picture over this link. */
  settled(linkId: LinkId): void {
    const seat = this.#seatOf(linkId);
    if (seat?.link?.id === linkId) this.#settle(seat);
  }

  /** The watcher has closed this link itself. */
  gone(linkId: LinkId): void {
    const seat = this.#seatOf(linkId);
    if (seat?.former?.id === linkId) this.#settle(seat);
  }

  #seatOf(linkId: LinkId): Seat | undefined {
    const link = this.#options.links.known.find(linkId);
    return link === undefined ? undefined : this.#options.seats.ofLink(link);
  }

  #settle(seat: Seat): void {
    this.#options.links.settle(seat);
    this.#underWay.get(seat)?.();
    if (this.#underWay.delete(seat)) this.run();
  }

  stop(): void {
    for (const cancel of this.#underWay.values()) cancel();
    this.#underWay.clear();
  }

  #isDue(seat: Seat): boolean {
    const { opensLinks } = this.#options;
    return seat.place.kind === 'here' && seat.link !== null && seat.link.from !== opensLinks(seat)?.kind;
  }
}
