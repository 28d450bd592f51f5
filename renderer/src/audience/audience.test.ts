/**
 * The audience over time: lasting numbers, settled verdicts, and rows that change only when needed.
 */
import { beforeEach, expect, test, vi } from 'vitest';
import { WatcherId, type WatcherReport } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { TOP_LAYER } from '@lectern/steering';
import { ReportHistory } from '../fan-out/report-history.ts';
import { Audience, type AudienceLink } from './audience.ts';
import { goodReport } from './reports.fixture.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const idOf = (name: string): string => name.padEnd(22, '_');
const linkOf = (watcher: string, change: Partial<AudienceLink> = {}): Mutable<AudienceLink> => ({
  watcherId: WatcherId.parse(idOf(watcher)),
  state: 'connected',
  stateSinceMs: performance.now(),
  highest: TOP_LAYER,
  layer: null,
  ownTurn: null,
  reports: new ReportHistory(),
  ...change,
});

let links: Store<readonly AudienceLink[]>;
let audience: Audience;
let isUplinkLimited: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  isUplinkLimited = false;
  links = new Store<readonly AudienceLink[]>([]);
  audience = new Audience({ links: [links], isUplinkLimited: () => isUplinkLimited, hasPicture: () => true });
  return () => {
    links.set([]);
    vi.useRealTimers();
  };
});

const pass = (seconds: number): void => void vi.advanceTimersByTime(seconds * 1_000);
const report = (link: AudienceLink, change: Partial<WatcherReport> = {}): void =>
  link.reports.add({ ...goodReport, ...change }, performance.now());
const reportFor = (link: AudienceLink, seconds: number, change: Partial<WatcherReport> = {}): void => {
  for (let i = 0; i < seconds; i += 2) {
    report(link, change);
    pass(2);
  }
};
const shown = (): string[] => audience.view.get().rows.map(({ number, verdict }) => `${number} ${verdict}`);

test('a watcher joins, reports, and is fine', () => {
  const ada = linkOf('ada', { state: 'negotiating' });
  links.set([ada]);
  expect(shown()).toEqual(['1 joining']);
  ada.state = 'connected';
  links.set([ada]);
  report(ada);
  pass(1);
  expect(shown()).toEqual(['1 fine']);
  expect(audience.view.get().counts.fine).toBe(1);
  expect(audience.view.get().rows[0]).toMatchObject({ sinceMs: 1_000_000, report: goodReport, layer: null });
});

test('an older page without reports is silent, but connected', () => {
  links.set([linkOf('ada')]);
  pass(9);
  expect(shown()).toEqual(['1 silent']);
});

test('a watcher keeps its number with another link, and when it comes back', () => {
  links.set([linkOf('ada'), linkOf('bob')]);
  links.set([linkOf('bob')]);
  expect(shown()).toEqual(['2 joining']);
  pass(5);
  links.set([linkOf('bob'), linkOf('ada'), linkOf('eve')]);
  expect(shown()).toEqual(['1 joining', '2 joining', '3 joining']);
  expect(audience.view.get().rows.map(({ sinceMs }) => sinceMs)).toEqual([1_005_000, 1_000_000, 1_005_000]);
});

test('watchers with a problem come first', () => {
  const ada = linkOf('ada');
  const bob = linkOf('bob', { layer: 0 });
  links.set([ada, bob, linkOf('eve', { state: 'interrupted' })]);
  for (let i = 0; i < 4; i += 1) {
    report(ada);
    reportFor(bob, 2);
  }
  expect(shown()).toEqual(['2 bad-line', '3 reconnecting', '1 fine']);
});

test('freezes add up over ten seconds, but not those of the beginning', () => {
  const ada = linkOf('ada');
  links.set([ada]);
  reportFor(ada, 4, { freezes: 3 });
  reportFor(ada, 6);
  expect(shown()).toEqual(['1 fine']);
  reportFor(ada, 2, { freezes: 1 });
  reportFor(ada, 2);
  reportFor(ada, 2, { freezes: 1 });
  reportFor(ada, 4);
  expect(shown()).toEqual(['1 bad-line']);
  reportFor(ada, 20);
  expect(shown()).toEqual(['1 fine']);
});

test('freezes of half the audience are not blamed on the watchers’ lines', () => {
  const [ada, bob, eve] = [linkOf('ada'), linkOf('bob'), linkOf('eve')];
  links.set([ada, bob, eve]);
  const freezeFor20s = (frozen: readonly AudienceLink[]): void => {
    for (let i = 0; i < 10; i += 1) {
      for (const link of [ada, bob, eve]) report(link, { freezes: frozen.includes(link) ? 2 : 0 });
      pass(2);
    }
  };
  freezeFor20s([ada, bob]);
  expect(shown()).toEqual(['1 fine', '2 fine', '3 fine']);
  freezeFor20s([bob]);
  expect(shown()).toEqual(['2 bad-line', '1 fine', '3 fine']);
});

test('a limit of the presenter’s own uplink is not blamed on the watchers’ lines', () => {
  isUplinkLimited = true;
  const ada = linkOf('ada', { layer: 0 });
  links.set([ada]);
  reportFor(ada, 8);
  expect(shown()).toEqual(['1 fine']);
});

test('a row is the same object until something of it changes', () => {
  const [ada, bob] = [linkOf('ada'), linkOf('bob')];
  links.set([ada, bob]);
  report(ada);
  report(bob);
  pass(1);
  const before = audience.view.get();
  pass(1);
  expect(audience.view.get()).toBe(before);
  report(ada, { fps: 12 });
  pass(1);
  const { rows } = audience.view.get();
  expect(rows[0]).not.toBe(before.rows[0]);
  expect(rows[1]).toBe(before.rows[1]);
});

test('no timer runs without a watcher', () => {
  links.set([linkOf('ada')]);
  expect(vi.getTimerCount()).toBe(1);
  links.set([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(audience.view.get().rows).toEqual([]);
});
