import { expect, test } from 'vitest';
import { PerMinute } from './limits.ts';

const clockAt = () => {
  const time = { nowMs: 1_000_000, now: () => time.nowMs, after: () => () => {} };
  return time;
};

test('so many a minute, for each key on its own', () => {
  const clock = clockAt();
  const limit = new PerMinute(clock, 2);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([true, true, false, true]);
  expect([limit.isSpent('a'), limit.isSpent('b')]).toEqual([true, false]);
  clock.nowMs += 60_000;
  expect([limit.isSpent('a'), limit.take('a')]).toEqual([false, true]);
});
