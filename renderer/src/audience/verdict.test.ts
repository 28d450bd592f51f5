/** Which facts make which verdict, as a table. */
import { expect, test } from 'vitest';
import type { WatcherReport } from '@lectern/protocol';
import { goodFacts, goodReport } from './reports.fixture.ts';
import { judge, type Verdict, type WatcherFacts } from './verdict.ts';

const reports = (change: Partial<WatcherReport>) => ({ report: { ...goodReport, ...change } });

const rows: readonly (readonly [Verdict, string, Partial<WatcherFacts>])[] = [
  ['fine', 'all well', {}],
  ['fine', 'muted', reports({ sound: 'muted' })],
  ['fine', 'by way of TURN, with a longer delay', reports({ route: 'turn', delayMs: 400 })],
  ['fine', 'an unknown delay', reports({ delayMs: null })],
  ['fine', 'one freeze', { recentFreezes: 1 }],
  ['fine', 'the middle layer', { layer: 1 }],
  ['fine', 'the lowest layer, by its own wish', { layer: 0, highest: 0 }],
  ['fine', 'the lowest layer, since our line carries no more', { layer: 0, isUplinkLimited: true }],
  ['fine', 'an encoder of its own', { layer: null }],
  ['fine', 'a still screen', reports({ fps: 5 })],
  ['fine', 'sound only', { hasPicture: false, ...reports({ fps: 0, width: 0, height: 0 }) }],
  ['fine', 'a few frames dropped', reports({ droppedFrames: 4, fps: 28 })],
  ['bad-line', 'the lowest layer, its line gives no more', { layer: 0 }],
  ['fine', 'freezes that its line knows nothing of', { recentFreezes: 3 }],
  ['bad-line', 'freezes with a delay', { recentFreezes: 2, ...reports({ delayMs: 400 }) }],
  ['bad-line', 'freezes on a lower layer', { recentFreezes: 2, layer: 1 }],
  ['bad-line', 'freezes with an encoder of its own', { recentFreezes: 2, layer: null }],
  ['fine', 'freezes where our own line keeps it low', { recentFreezes: 2, layer: 1, isUplinkLimited: true }],
  ['fine', 'freezes that many others have as well', { recentFreezes: 5, manyFreeze: true }],
  ['bad-line', 'the same, and the lowest layer', { recentFreezes: 5, manyFreeze: true, layer: 0 }],
  ['bad-line', 'a long delay', reports({ delayMs: 1_200 })],
  ['bad-line', 'no picture where there is one', reports({ fps: 0 })],
  ['slow-device', 'frames dropped', { ...reports({ fps: 12, droppedFrames: 30 }), recentFreezes: 4 }],
  ['slow-device', 'decoding all the time', reports({ fps: 14, decodeMs: 70 })],
  ['hidden', 'the page is hidden', reports({ page: 'hidden', fps: 0 })],
  ['hidden', 'the page is hidden and its scripts sleep', { ...reports({ page: 'hidden' }), reportAgeMs: 90_000 }],
  ['joining', 'no path yet', { link: 'negotiating', report: null, inStateMs: 300 }],
  ['joining', 'a path, no report yet', { report: null, inStateMs: 1_500 }],
  ['silent', 'an older page', { report: null, inStateMs: 9_000 }],
  ['silent', 'no report any more', { reportAgeMs: 9_000 }],
  ['joining', 'no path yet, after a few seconds', { link: 'negotiating', report: null, unreachedMs: 5_000 }],
  ['no-path', 'no path for long', { link: 'negotiating', report: null, unreachedMs: 13_000 }],
  ['no-path', 'the browser has given up', { link: 'interrupted', report: null, unreachedMs: 20_000 }],
  ['reconnecting', 'the path is broken', { link: 'interrupted' }],
  ['reconnecting', 'the path is broken and the page hidden', { link: 'interrupted', ...reports({ page: 'hidden' }) }],
];

test.each(rows)('%s: %s', (verdict, _when, change) => {
  expect(judge({ ...goodFacts, ...change })).toBe(verdict);
});
