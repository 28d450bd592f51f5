import { expect, test } from 'vitest';
import { offAir, type LiveReport, type LiveStatus } from '@lectern/bridge';
import { noticesBetween, Throttle } from './notices.ts';

const status = (change: Partial<LiveReport>): LiveStatus => ({
  report: { ...offAir.report, air: 'live', watching: 2, ...change },
  sinceMs: 0,
});
const keys = (before: Partial<LiveReport>, now: Partial<LiveReport>): string[] =>
  noticesBetween(status(before), status(now)).map(({ key }) => key);

test('new trouble is told, the same one not again, and nothing of it while off air', () => {
  expect(keys({}, { trouble: 'Connection lost.' })).toEqual(['Connection lost.']);
  expect(keys({ trouble: 'Connection lost.' }, { trouble: 'Connection lost.', watching: 1 })).toEqual([]);
  expect(keys({ trouble: 'Connection lost.' }, {})).toEqual([]);
  expect(keys({ air: 'off' }, { air: 'off', trouble: 'Connection lost.' })).toEqual([]);
});

test('the last picture lost is told, the last watcher leaving is not', () => {
  expect(keys({}, { watching: 0, withoutPicture: 2 })).toEqual(['nobody-sees']);
  expect(keys({}, { watching: 0 })).toEqual([]);
  expect(keys({}, { watching: 1, withoutPicture: 1 })).toEqual([]);
});

test('the same thing is told once a minute at most', () => {
  const throttle = new Throttle();
  expect([throttle.admits('a', 0), throttle.admits('a', 59_000), throttle.admits('b', 59_000)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(throttle.admits('a', 60_000)).toBe(true);
});
