/** The scale of the sound meter is even in decibels. */
import { expect, test } from 'vitest';
import { levelOfRms } from './sound-level.ts';

test('silence reads 0, full scale reads 1, and equal steps in decibels are equal steps of the reading', () => {
  expect(levelOfRms(0)).toBe(0);
  expect(levelOfRms(1)).toBe(1);
  expect(levelOfRms(0.001)).toBeCloseTo(0, 5);
  expect(levelOfRms(0.1) - levelOfRms(0.01)).toBeCloseTo(levelOfRms(1) - levelOfRms(0.1), 5);
});
