/** Where each arrow key leads among a screen and rows of windows. */
import { expect, test } from 'vitest';
import { nextInGrid } from './next-in-grid.ts';

/** One screen above; below it three windows in a row, then two. */
const places = [
  { left: 0, top: 0 },
  { left: 0, top: 200 },
  { left: 100, top: 200 },
  { left: 200, top: 200 },
  { left: 0, top: 400 },
  { left: 100, top: 400 },
];

test.each([
  [0, 'ArrowRight', 1],
  [1, 'ArrowLeft', 0],
  [0, 'ArrowLeft', undefined],
  [5, 'ArrowRight', undefined],
  [0, 'ArrowDown', 1],
  [2, 'ArrowDown', 5],
  [3, 'ArrowDown', 5],
  [5, 'ArrowUp', 2],
  [3, 'ArrowUp', 0],
  [4, 'ArrowDown', undefined],
  [2, 'Home', 0],
  [2, 'End', 5],
  [2, 'a', undefined],
] as const)('from %i, %s leads to %s', (from, key, to) => {
  expect(nextInGrid(places, from, key)).toBe(to);
});

test('among nothing, no key leads anywhere', () => {
  for (const key of ['ArrowRight', 'ArrowDown', 'Home', 'End']) expect(nextInGrid([], 0, key)).toBeUndefined();
});
