/** Compares what a returning presenter still holds with what the room knows: the service may have restarted since. */
import type { HeldLink, LinkId, WatcherId } from '@lectern/protocol';
import type { Link } from './link.ts';

/** A watcher's standing at that moment. */
export interface Standing {
  readonly here: boolean;
  readonly link: Link | null;
}

interface HeldFacts {
  readonly held: readonly HeldLink[];
  readonly links: readonly Link[];
  readonly seatOf: (watcherId: WatcherId) => Standing | undefined;
  readonly freeSeats: number;
}

interface Reconciled {
  /** Not known here; their watchers may still come and claim them. */
  readonly restored: readonly HeldLink[];
  /** Cannot be given back. */
  readonly refused: readonly LinkId[];
  /** Known here, but the presenter has never heard of them or has dropped them. */
  readonly orphaned: readonly Link[];
}

const belongsTo = (link: Link, { watcherId }: HeldLink): boolean =>
  link.holding.kind === 'claimed' && link.holding.watcherId === watcherId;

export function reconcile({ held, links, seatOf, freeSeats }: HeldFacts): Reconciled {
  const known = new Map(links.map((link) => [link.id, link]));
  const kept = new Set<LinkId>();
  const restored = new Map<WatcherId, HeldLink>();
  const refused: LinkId[] = [];
  let newSeats = 0;
  for (const entry of held) {
    const link = known.get(entry.linkId);
    const seat = seatOf(entry.watcherId);
    // A watcher that is here without a link has said that it holds none: it is better served with a new one.
    const mayCome = seat === undefined ? newSeats < freeSeats : !seat.here && seat.link === null;
    if (link !== undefined && belongsTo(link, entry)) kept.add(link.id);
    else if (link === undefined && mayCome && !restored.has(entry.watcherId)) {
      restored.set(entry.watcherId, entry);
      if (seat === undefined) newSeats += 1;
    } else refused.push(entry.linkId);
  }
  const orphaned = links.filter((link) => !kept.has(link.id));
  return { restored: [...restored.values()], refused, orphaned };
}
