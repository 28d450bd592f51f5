/** Watchers with direct links and at the relay add up, each counted once. */
import { WatcherId, type RelayDigest } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { expect, test } from 'vitest';
import type { LinkCounts } from '../fan-out/direct-fan-out.ts';
import { watchingOf } from './watching.ts';

const idOf = (name: string): WatcherId => WatcherId.parse(name.padEnd(22, '_'));
const digestOf = (watchers: number, ...names: readonly string[]): RelayDigest => ({
  watchers,
  playing: watchers,
  layers: [0, 0, watchers],
  freezes: 0,
  first: names.map((name) => ({ watcherId: idOf(name), report: null })),
});

test('watchers of the relay are added, and one with two links counts once', () => {
  const counts = new Store<LinkCounts>({ connected: 2, joining: 1, interrupted: 0 });
  const watched = new Store([
    { watcherId: idOf('ada'), state: 'connected' as const },
    { watcherId: idOf('bob'), state: 'connected' as const },
    { watcherId: idOf('eve'), state: 'negotiating' as const },
  ]);
  const relay = new Store<{ readonly digest: RelayDigest | null }>({ digest: null });
  const watching = watchingOf({ direct: { counts, watched }, relay });
  let changes = 0;
  watching.subscribe(() => (changes += 1));
  expect(watching.get()).toEqual({ connected: 2, joining: 1, interrupted: 0 });
  relay.set({ digest: digestOf(3, 'ada', 'joe') });
  expect(watching.get().connected).toBe(4);
  relay.set({ digest: digestOf(3, 'ada', 'joe') });
  expect(changes).toBe(1);
  watched.set([]);
  counts.set({ connected: 0, joining: 0, interrupted: 0 });
  expect(watching.get()).toEqual({ connected: 3, joining: 0, interrupted: 0 });
});
