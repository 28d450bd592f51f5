import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';

test('a bucket allows a burst and then a steady stream', () => {
  let nowMs = 1_000_000;
  const bucket = new Bucket({ burst: 3, perSecond: 2 }, () => nowMs);
  const takeAll = (): number => {
    let taken = 0;
    while (bucket.tryConsume()) taken += 1;
    return taken;
  };
  expect(takeAll()).toBe(3);
  nowMs += 1_000;
  expect(takeAll()).toBe(2);
  nowMs += 60_000;
  expect(takeAll()).toBe(3);
});
