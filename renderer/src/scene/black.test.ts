import { expect, test } from 'vitest';
import { BlackWatch, isBlackSample } from './black.ts';

const pixels = (...shades: number[]): Uint8ClampedArray =>
  new Uint8ClampedArray(shades.flatMap((shade) => [shade, shade, shade, 255]));

test('black is black in every pixel', () => {
  expect(isBlackSample(pixels(0, 3, 16))).toBe(true);
  expect(isBlackSample(pixels(0, 0, 60))).toBe(false);
});

test('it is said after some seconds, and taken back at once', () => {
  const watch = new BlackWatch();
  for (let i = 0; i < 2; i += 1) watch.look(pixels(0));
  expect(watch.isBlack).toBe(false);
  watch.look(pixels(0));
  expect(watch.isBlack).toBe(true);
  watch.look(pixels(90));
  expect(watch.isBlack).toBe(false);
});
