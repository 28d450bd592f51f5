/** A token bucket over time. */
import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';

test('a bucket allows a burst and then a steady stream', () => {
  let nowMs = 1_000_000;
  const bucket = new Bucket({ burst: 3, perSecond: 2 }, () => nowMs);
  const consumeAll = (): number => {
    let count = 0;
    while (bucket.tryConsume()) count += 1;
    return count;
  };
  expect(consumeAll()).toBe(3);
  nowMs += 1_000;
  expect(consumeAll()).toBe(2);
  nowMs += 60_000;
  expect(consumeAll()).toBe(3);
});
