/** The book as it is kept: numbers that stay, verdicts that settle, rows that do not change for nothing. */
import { beforeEach, expect, test, vi } from 'vitest';
import { LinkId, WatcherId, type WatcherReport } from '@lectern/protocol';
import { Store } from '@lectern/state';
import { TOP_LAYER, type LayerIndex } from '@lectern/steering';
import type { FanOutReport } from '../fan-out/link-media.ts';
import type { LinkStanding } from '../fan-out/link-standing.ts';
import { AudienceBook } from './audience-book.ts';
import { wellReport } from './examples.ts';

const idOf = (name: string): string => name.padEnd(22, '_');
const standing = (link: string, watcher: string, change: Partial<LinkStanding> = {}): LinkStanding => ({
  linkId: LinkId.parse(idOf(link)),
  watcherId: WatcherId.parse(idOf(watcher)),
  state: 'connected',
  cap: TOP_LAYER,
  ...change,
});

let nowMs: number;
let links: Store<readonly LinkStanding[]>;
let fanOut: Store<FanOutReport>;
let book: AudienceBook;
let limitKbps: number | null;

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 1_000_000;
  limitKbps = null;
  links = new Store<readonly LinkStanding[]>([]);
  fanOut = new Store<FanOutReport>({ encoding: 'once', uplinkKbps: null, layers: new Map() });
  book = new AudienceBook({ links, fanOut, limitKbps: () => limitKbps, hasPicture: () => true, now: () => nowMs });
  return () => {
    links.set([]);
    vi.useRealTimers();
  };
});

const pass = (seconds: number): void => {
  for (let i = 0; i < seconds; i += 1) {
    nowMs += 1_000;
    vi.advanceTimersByTime(1_000);
  }
};
const report = (link: string, change: Partial<WatcherReport> = {}): void =>
  book.handleReport(LinkId.parse(idOf(link)), { ...wellReport, ...change });
const reportFor = (link: string, seconds: number, change: Partial<WatcherReport> = {}): void => {
  for (let i = 0; i < seconds; i += 2) {
    report(link, change);
    pass(2);
  }
};
const give = (link: string, layer: LayerIndex): void =>
  fanOut.set({ ...fanOut.get(), layers: new Map([[LinkId.parse(idOf(link)), layer]]) });
const shown = (): string[] => book.view.get().rows.map(({ number, verdict }) => `${number} ${verdict}`);

test('a watcher joins, reports, and is fine', () => {
  links.set([standing('l1', 'ada', { state: 'negotiating' })]);
  expect(shown()).toEqual(['1 joining']);
  links.set([standing('l1', 'ada')]);
  report('l1');
  pass(1);
  expect(shown()).toEqual(['1 fine']);
  expect(book.view.get().counts.fine).toBe(1);
  expect(book.view.get().rows[0]).toMatchObject({ sinceMs: 1_000_000, report: wellReport, layer: null });
});

test('an older page that reports nothing is connected all the same', () => {
  links.set([standing('l1', 'ada')]);
  pass(9);
  expect(shown()).toEqual(['1 silent']);
});

test('numbers stay with their watchers: through another link, and when one comes back', () => {
  links.set([standing('l1', 'ada'), standing('l2', 'bob')]);
  links.set([standing('l3', 'bob')]);
  expect(shown()).toEqual(['2 joining']);
  nowMs += 5_000;
  links.set([standing('l3', 'bob'), standing('l4', 'ada'), standing('l5', 'eve')]);
  expect(shown()).toEqual(['1 joining', '2 joining', '3 joining']);
  expect(book.view.get().rows.map(({ sinceMs }) => sinceMs)).toEqual([1_005_000, 1_000_000, 1_005_000]);
});

test('who needs a look comes first', () => {
  links.set([standing('l1', 'ada'), standing('l2', 'bob'), standing('l3', 'eve', { state: 'interrupted' })]);
  give('l2', 0);
  for (let i = 0; i < 4; i += 1) {
    report('l1');
    reportFor('l2', 2);
  }
  expect(shown()).toEqual(['2 bad-line', '3 reconnecting', '1 fine']);
});

test('freezes add up over ten seconds, but not those of the beginning', () => {
  links.set([standing('l1', 'ada')]);
  reportFor('l1', 4, { freezes: 3 });
  reportFor('l1', 6);
  expect(shown()).toEqual(['1 fine']);
  reportFor('l1', 2, { freezes: 1 });
  reportFor('l1', 2);
  reportFor('l1', 2, { freezes: 1 });
  reportFor('l1', 4);
  expect(shown()).toEqual(['1 bad-line']);
  reportFor('l1', 20);
  expect(shown()).toEqual(['1 fine']);
});

test('what freezes for half of the audience accuses nobody’s line', () => {
  links.set([standing('l1', 'ada'), standing('l2', 'bob'), standing('l3', 'eve')]);
  const freezing = (names: readonly string[]): void => {
    for (let i = 0; i < 10; i += 1) {
      for (const name of ['l1', 'l2', 'l3']) report(name, { freezes: names.includes(name) ? 2 : 0 });
      pass(2);
    }
  };
  freezing(['l1', 'l2']);
  expect(shown()).toEqual(['1 fine', '2 fine', '3 fine']);
  freezing(['l2']);
  expect(shown()).toEqual(['2 bad-line', '1 fine', '3 fine']);
});

test('a limit of the presenter’s own accuses nobody’s line', () => {
  limitKbps = 900;
  links.set([standing('l1', 'ada')]);
  give('l1', 0);
  reportFor('l1', 8);
  expect(shown()).toEqual(['1 fine']);
});

test('a row is the same object until something of it changes', () => {
  links.set([standing('l1', 'ada'), standing('l2', 'bob')]);
  report('l1');
  report('l2');
  pass(1);
  const before = book.view.get();
  pass(1);
  expect(book.view.get()).toBe(before);
  report('l1', { fps: 12 });
  pass(1);
  const { rows } = book.view.get();
  expect(rows[0]).not.toBe(before.rows[0]);
  expect(rows[1]).toBe(before.rows[1]);
});

test('nothing is read while nobody watches', () => {
  links.set([standing('l1', 'ada')]);
  expect(vi.getTimerCount()).toBe(1);
  links.set([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(book.view.get().rows).toEqual([]);
});
