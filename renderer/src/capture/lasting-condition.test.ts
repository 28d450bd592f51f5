/** A condition has to last without a break before it counts. */
import { expect, test } from 'vitest';
import { LastingCondition } from './lasting-condition.ts';

test('a condition counts after it has lasted, and ends at once', () => {
  const condition = new LastingCondition(8_000);
  expect(condition.update(true, 0)).toBe(false);
  expect(condition.update(true, 7_999)).toBe(false);
  expect(condition.update(true, 8_000)).toBe(true);
  expect(condition.update(false, 8_500)).toBe(false);
  expect(condition.update(true, 9_000)).toBe(false);
  expect(condition.update(true, 17_000)).toBe(true);
});

test('an interruption starts the time again', () => {
  const condition = new LastingCondition(8_000);
  condition.update(true, 0);
  condition.update(false, 7_000);
  condition.update(true, 7_500);
  expect(condition.update(true, 8_500)).toBe(false);
});
