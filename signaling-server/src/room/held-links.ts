/**
 * Compares the links that a returning presenter still holds with those the room knows: the service
 * may have restarted.
 */
import type { HeldLink, LinkId, WatcherId } from '@lectern/protocol';
import type { Entrance } from './entrance.ts';
import type { ClaimedLink } from './link.ts';
import type { Links } from './links.ts';
import type { Presenter } from './presenter.ts';
import type { Seat, Seats } from './seats.ts';

interface HeldLinks {
  readonly held: readonly HeldLink[];
  /** The presenter's claimed links, as the room knows them. */
  readonly known: readonly ClaimedLink[];
  readonly seatOf: (watcherId: WatcherId) => Seat | undefined;
  readonly freeSeats: number;
  readonly isKeptOut: (watcherId: WatcherId) => boolean;
}

interface Reconciled {
  /** Unknown to the room; their watchers may still come and claim them. */
  readonly restored: readonly HeldLink[];
  /** Cannot be given back. */
  readonly refused: readonly LinkId[];
  /** Known to the room, but the presenter never received them or has dropped them. */
  readonly orphaned: readonly ClaimedLink[];
}

function reconcile({ held, known, seatOf, freeSeats, isKeptOut }: HeldLinks): Reconciled {
  const knownById = new Map(known.map((link) => [link.id, link]));
  const kept = new Set<LinkId>();
  const restored = new Map<WatcherId, HeldLink>();
  const refused: LinkId[] = [];
  let newSeats = 0;
  for (const entry of held) {
    const link = knownById.get(entry.linkId);
    const seat = seatOf(entry.watcherId);
    // A connected watcher without a link has said that it holds none: it needs a new one.
    const mayReturn = seat === undefined ? newSeats < freeSeats : seat.place.kind !== 'here' && seat.link === null;
    if (link?.watcherId === entry.watcherId) kept.add(link.id);
    else if (link === undefined && mayReturn && !restored.has(entry.watcherId) && !isKeptOut(entry.watcherId)) {
      restored.set(entry.watcherId, entry);
      if (seat === undefined) newSeats += 1;
    } else refused.push(entry.linkId);
  }
  const orphaned = known.filter((link) => !kept.has(link.id));
  return { restored: [...restored.values()], refused, orphaned };
}

/** Whose links they are, and who may have a seat for them. */
export interface Holding {
  readonly links: Links;
  readonly seats: Seats;
  readonly presenter: Presenter;
  readonly entrance: Entrance;
}

/** Gives the presenter the links back that it still holds. Returns those that it cannot have. */
export function takeBack(held: readonly HeldLink[], { links, seats, presenter, entrance }: Holding): readonly LinkId[] {
  const { restored, refused, orphaned } = reconcile({
    held,
    known: links.claimedFrom('presenter'),
    seatOf: (watcherId) => seats.get(watcherId),
    freeSeats: seats.left,
    isKeptOut: (watcherId) => entrance.isKeptOut(watcherId),
  });
  for (const link of orphaned) {
    links.close(link, 'replaced', ['watcher']);
    presenter.mail?.dropLink(link.id);
  }
  for (const entry of restored) links.restore(seats.reserve(entry.watcherId, entrance.generation), entry);
  return refused;
}
