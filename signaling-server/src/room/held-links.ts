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
  readonly seats: Pick<Seats, 'get' | 'all' | 'left'>;
  readonly isKeptOut: (watcherId: WatcherId) => boolean;
}

interface Reconciled {
  /** Unknown to the room; their watchers may still come and claim them. */
  readonly restored: readonly HeldLink[];
  /** Cannot be given back. */
  readonly refused: readonly LinkId[];
  /** Known to the room, but the presenter never received them or has dropped them. */
  readonly orphaned: readonly ClaimedLink[];
  /** Seats without a link and without a connection, needed for restored links. */
  readonly yielded: readonly Seat[];
}

function reconcile({ held, known, seats, isKeptOut }: HeldLinks): Reconciled {
  const knownById = new Map(known.map((link) => [link.id, link]));
  const isKept = ({ linkId, watcherId }: HeldLink): boolean => knownById.get(linkId)?.watcherId === watcherId;
  const kept = new Set(held.filter(isKept).map(({ linkId }) => linkId));
  const orphaned = known.filter((link) => !kept.has(link.id));
  // The room may have been at another instance meanwhile, with other watchers and links.
  const isEmpty = ({ place, link }: Seat): boolean => place.kind !== 'here' && (link === null || !kept.has(link.id));
  const heldFor = new Set(held.map(({ watcherId }) => watcherId));
  const yielding = [...seats.all()].filter((seat) => isEmpty(seat) && !heldFor.has(seat.watcherId));
  const restored = new Map<WatcherId, HeldLink>();
  const refused: LinkId[] = [];
  let newSeats = 0;
  for (const entry of held) {
    if (isKept(entry)) continue;
    const { linkId, watcherId } = entry;
    const seat = seats.get(watcherId);
    // A connected watcher without a link has said that it holds none: it needs a new one.
    const mayReturn = seat === undefined ? newSeats < seats.left + yielding.length : isEmpty(seat);
    if (!knownById.has(linkId) && mayReturn && !restored.has(watcherId) && !isKeptOut(watcherId)) {
      restored.set(watcherId, entry);
      if (seat === undefined) newSeats += 1;
    } else refused.push(linkId);
  }
  const yielded = yielding.slice(0, Math.max(0, newSeats - seats.left));
  return { restored: [...restored.values()], refused, orphaned, yielded };
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
  const { restored, refused, orphaned, yielded } = reconcile({
    held,
    known: links.claimedFrom('presenter'),
    seats,
    isKeptOut: (watcherId) => entrance.isKeptOut(watcherId),
  });
  for (const link of orphaned) {
    links.close(link, 'replaced', ['watcher']);
    presenter.mail?.dropLink(link.id);
  }
  for (const { watcherId } of yielded) seats.free(watcherId, 'lost');
  for (const entry of restored) links.restore(seats.reserve(entry.watcherId, entrance.generation), entry);
  return refused;
}
