/** How many watch, over links of their own and through the relay. */
import type { WatcherId } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import type { LinkCounts } from '../fan-out/direct-fan-out.ts';
import type { RelayState } from '../fan-out/relay-fan-out.ts';

interface WatchingOptions {
  readonly direct: {
    readonly counts: ReadableStore<LinkCounts>;
    readonly watched: ReadableStore<readonly { readonly watcherId: WatcherId | null; readonly state: LinkState }[]>;
  };
  readonly relay: ReadableStore<Pick<RelayState, 'digest'>>;
}

/** A watcher who moves to the relay has two links for a moment, and counts once where the relay names it. */
export function watchingOf({ direct, relay }: WatchingOptions): ReadableStore<LinkCounts> {
  const count = (): LinkCounts => {
    const { digest } = relay.get();
    const counts = direct.counts.get();
    if (digest === null) return counts;
    const named = new Set(digest.first.map(({ watcherId }) => watcherId));
    const isMoving = direct.watched
      .get()
      .filter(({ watcherId, state }) => state === 'connected' && watcherId !== null && named.has(watcherId));
    return { ...counts, connected: counts.connected - isMoving.length + digest.watchers };
  };
  const watching = new Store(count());
  const update = (): void => {
    const [before, now] = [watching.get(), count()];
    const { connected, joining, interrupted } = now;
    const isSame = connected === before.connected && joining === before.joining && interrupted === before.interrupted;
    if (!isSame) watching.set(now);
  };
  direct.counts.subscribe(update);
  relay.subscribe(update);
  return watching;
}
