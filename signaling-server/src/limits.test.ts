import { expect, test } from 'vitest';
import { Bucket, PerMinute } from './limits.ts';

const clockAt = () => {
  const time = { nowMs: 1_000_000, now: () => time.nowMs, after: () => () => {} };
  return time;
};

test('so many a minute, for each key on its own', () => {
  const clock = clockAt();
  const limit = new PerMinute(clock, 2);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('b')]).toEqual([true, true, false, true]);
  clock.nowMs += 60_000;
  expect(limit.take('a')).toBe(true);
});

test('a bucket allows a burst and then a steady stream', () => {
  const clock = clockAt();
  const bucket = new Bucket(clock, { burst: 3, perSecond: 2 });
  const takeAll = (): number => {
    let taken = 0;
    while (bucket.take()) taken += 1;
    return taken;
  };
  expect(takeAll()).toBe(3);
  clock.nowMs += 1_000;
  expect(takeAll()).toBe(2);
  clock.nowMs += 60_000;
  expect(takeAll()).toBe(3);
});
