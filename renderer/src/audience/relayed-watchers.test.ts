/** Watchers of the relay in the audience: they are listed, and their freezes count once. */
import { WatcherId, type RelayDigest, type WatcherReport } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Audience, type AudienceLink } from './audience.ts';
import { RelayedWatchers } from './relayed-watchers.ts';
import { goodReport } from './reports.fixture.ts';

const idOf = (name: string): WatcherId => WatcherId.parse(name.padEnd(22, '_'));

let state: Store<{ readonly digest: RelayDigest | null }>;
let watchers: RelayedWatchers;
let audience: Audience;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  state = new Store<{ readonly digest: RelayDigest | null }>({ digest: null });
  watchers = new RelayedWatchers(state);
  const direct = new Store<readonly AudienceLink[]>([]);
  audience = new Audience({ links: [direct, watchers.links], isUplinkLimited: () => false, hasPicture: () => true });
});
afterEach(() => {
  state.set({ digest: null });
  vi.useRealTimers();
});

const report = (...first: readonly (readonly [name: string, report: WatcherReport | null])[]): void =>
  state.set({
    digest: {
      watchers: first.length,
      playing: first.length,
      layers: [0, 0, first.length],
      freezes: 0,
      first: first.map(([name, each]) => ({ watcherId: idOf(name), report: each })),
    },
  });

test('they are listed with their reports while the service names them', () => {
  report(['ada', goodReport], ['bob', null]);
  vi.advanceTimersByTime(1_000);
  const { rows } = audience.view.get();
  expect(rows.map(({ watcherId, verdict }) => [watcherId, verdict])).toEqual([
    [idOf('bob'), 'joining'],
    [idOf('ada'), 'fine'],
  ]);
  report(['bob', goodReport]);
  expect(audience.view.get().rows.map(({ watcherId }) => watcherId)).toEqual([idOf('bob')]);
  state.set({ digest: null });
  expect(audience.view.get().rows).toEqual([]);
});

test('a report that comes again counts its freezes once', () => {
  report(['ada', goodReport]);
  vi.advanceTimersByTime(60_000);
  report(['ada', { ...goodReport, freezes: 1 }]);
  report(['ada', { ...goodReport, freezes: 1 }]);
  const [link] = watchers.links.get();
  expect(link?.reports.countFreezes(0, performance.now())).toBe(1);
  report(['ada', { ...goodReport, freezes: 1, fps: 29 }]);
  expect(link?.reports.countFreezes(0, performance.now())).toBe(2);
});
