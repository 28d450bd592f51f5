import { expect, test } from 'vitest';
import { levelOfRms } from './sound-level.ts';

test('silence is empty, full scale is full, and halves of loudness are even steps', () => {
  expect(levelOfRms(0)).toBe(0);
  expect(levelOfRms(1)).toBe(1);
  expect(levelOfRms(0.001)).toBeCloseTo(0, 5);
  expect(levelOfRms(0.1) - levelOfRms(0.01)).toBeCloseTo(levelOfRms(1) - levelOfRms(0.1), 5);
});
