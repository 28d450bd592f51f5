/** When a source counts as black. */
import { expect, test } from 'vitest';
import { BlackDetector, isBlackSample } from './black-detector.ts';

const pixels = (...shades: number[]): Uint8ClampedArray =>
  new Uint8ClampedArray(shades.flatMap((shade) => [shade, shade, shade, 255]));

test('a sample is black only if every pixel is', () => {
  expect(isBlackSample(pixels(0, 3, 16))).toBe(true);
  expect(isBlackSample(pixels(0, 0, 60))).toBe(false);
});

test('a source is black after three black samples in a row, and no longer after one that is not', () => {
  const detector = new BlackDetector();
  for (let i = 0; i < 2; i += 1) detector.add(pixels(0));
  expect(detector.isBlack).toBe(false);
  detector.add(pixels(0));
  expect(detector.isBlack).toBe(true);
  detector.add(pixels(90));
  expect(detector.isBlack).toBe(false);
});
