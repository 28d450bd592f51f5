/**
 * Compares the links that a returning presenter still holds with those the room knows: the service
 * may have restarted.
 */
import type { HeldLink, LinkId, WatcherId } from '@lectern/protocol';
import type { ClaimedLink } from './link.ts';
import type { Seat } from './seats.ts';

interface HeldLinks {
  readonly held: readonly HeldLink[];
  /** The presenter's claimed links, as the room knows them. */
  readonly known: readonly ClaimedLink[];
  readonly seatOf: (watcherId: WatcherId) => Seat | undefined;
  readonly freeSeats: number;
  readonly isRemoved: (watcherId: WatcherId) => boolean;
}

interface Reconciled {
  /** Unknown to the room; their watchers may still come and claim them. */
  readonly restored: readonly HeldLink[];
  /** Cannot be given back. */
  readonly refused: readonly LinkId[];
  /** Known to the room, but the presenter never received them or has dropped them. */
  readonly orphaned: readonly ClaimedLink[];
}

export function reconcile({ held, known, seatOf, freeSeats, isRemoved }: HeldLinks): Reconciled {
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
    else if (link === undefined && mayReturn && !restored.has(entry.watcherId) && !isRemoved(entry.watcherId)) {
      restored.set(entry.watcherId, entry);
      if (seat === undefined) newSeats += 1;
    } else refused.push(entry.linkId);
  }
  const orphaned = known.filter((link) => !kept.has(link.id));
  return { restored: [...restored.values()], refused, orphaned };
}
