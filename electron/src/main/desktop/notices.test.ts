/** Which trouble makes a system notification, and how often. */
import { expect, test } from 'vitest';
import { offAir, type LiveReport, type LiveStatus } from '@lectern/bridge';
import { noticesBetween, NoticeThrottle } from './notices.ts';

const status = (change: Partial<LiveReport>): LiveStatus => ({
  report: { ...offAir.report, air: 'live', watching: 2, ...change },
  sinceMs: 0,
});
const keys = (before: Partial<LiveReport>, now: Partial<LiveReport>): string[] =>
  noticesBetween(status(before), status(now)).map(({ key }) => key);

test('new trouble makes a notice, the same trouble does not make a second one, and off air there is none', () => {
  expect(keys({}, { trouble: 'Connection lost.' })).toEqual(['Connection lost.']);
  expect(keys({ trouble: 'Connection lost.' }, { trouble: 'Connection lost.', watching: 1 })).toEqual([]);
  expect(keys({ trouble: 'Connection lost.' }, {})).toEqual([]);
  expect(keys({ air: 'off' }, { air: 'off', trouble: 'Connection lost.' })).toEqual([]);
});

test('losing the last picture makes a notice, the last watcher leaving does not', () => {
  expect(keys({}, { watching: 0, withoutPicture: 2 })).toEqual(['unseen']);
  expect(keys({}, { watching: 0 })).toEqual([]);
  expect(keys({}, { watching: 1, withoutPicture: 1 })).toEqual([]);
});

test('the same notice appears at most once a minute', () => {
  const throttle = new NoticeThrottle();
  expect([throttle.admits('a', 0), throttle.admits('a', 59_000), throttle.admits('b', 59_000)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(throttle.admits('a', 60_000)).toBe(true);
});
