/** Several counts stand still unless all of them grow. */
import { expect, test } from 'vitest';
import { CommonGrowth } from './common-growth.ts';

const countsOf = (...counts: readonly number[]): ReadonlyMap<number, number> => new Map(counts.entries());

test('it grows when all counts have grown since it last did, also one after the other', () => {
  const growth = new CommonGrowth<number>();
  const first = growth.observe(countsOf(1, 1));
  expect(growth.observe(countsOf(2, 1))).toBe(first);
  expect(growth.observe(countsOf(3, 1))).toBe(first);
  expect(growth.observe(countsOf(3, 2))).toBe(first + 1);
  expect(growth.observe(countsOf(3, 3))).toBe(first + 1);
});

test('other counts are something new', () => {
  const growth = new CommonGrowth<number>();
  const first = growth.observe(countsOf(1, 1, 1));
  expect(growth.observe(countsOf(1, 1))).toBe(first + 1);
  expect(growth.observe(countsOf(1, 1))).toBe(first + 1);
});

test('without counts it stands still', () => {
  const growth = new CommonGrowth<number>();
  expect(growth.observe(new Map())).toBe(growth.observe(new Map()));
});
