/** Each wish, and what the presenter is sent. */
import { expect, test } from 'vitest';
import { wishMessage, type QualityWish } from './quality-wish.ts';

const rows: readonly (readonly [QualityWish, number | string])[] = [
  ['auto', 2],
  [2, 2],
  [0, 0],
  ['sound', 'sound'],
];
test.each(rows)('%s is sent as %s', (wish, highest) => {
  expect(wishMessage(wish)).toEqual({ kind: 'quality-capped', highest });
});
