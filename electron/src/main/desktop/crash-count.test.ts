import { expect, test } from 'vitest';
import { afterCrash } from './crash-count.ts';

test('a crash now and then is repaired at once; one after the other is not', () => {
  let crashesMs: readonly number[] = [];
  const crash = (nowMs: number): boolean => {
    const after = afterCrash(crashesMs, nowMs);
    ({ crashesMs } = after);
    expect(after.reloadInMs === 0).toBe(after.goesBackOnAir);
    return after.goesBackOnAir;
  };
  expect([0, 1_000, 2_000, 3_000].map(crash)).toEqual([true, true, true, false]);
  expect(crash(70_000)).toBe(true);
});
