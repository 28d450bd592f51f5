/** Limits a minute, also as the wall clock is set. */
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.fixture.ts';
import { PerMinute } from './per-minute.ts';

test('allows so many a minute, counted for each key separately', () => {
  const clock = new FakeClock();
  const limit = new PerMinute(clock, 2);
  const consume = (key: string): boolean => limit.tryConsume(key);
  expect([consume('a'), consume('a'), consume('a'), consume('b')]).toEqual([true, true, false, true]);
  expect([limit.isSpent('a'), limit.isSpent('b')]).toEqual([true, false]);
  clock.advance(60_000);
  expect([limit.isSpent('a'), consume('a')]).toEqual([false, true]);
});

test.each([-3_600_000, 3_600_000])('a wall clock that is set by %i ms changes no limit', (byMs) => {
  const clock = new FakeClock();
  const limit = new PerMinute(clock, 1);
  expect([limit.tryConsume('a'), limit.tryConsume('a')]).toEqual([true, false]);
  clock.set(byMs);
  expect(limit.tryConsume('a')).toBe(false);
  clock.advance(60_000);
  expect(limit.tryConsume('a')).toBe(true);
});
