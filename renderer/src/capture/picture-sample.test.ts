import { expect, test } from 'vitest';
import { isDark } from './picture-sample.ts';

const picture = (...tiles: readonly (readonly [number, number, number])[]): Uint8ClampedArray =>
  new Uint8ClampedArray(tiles.flatMap(([red, green, blue]) => [red, green, blue, 255]));

test('black and nearly black are dark; one bright tile of any colour is not', () => {
  expect(isDark(picture([0, 0, 0], [8, 6, 12]))).toBe(true);
  expect(isDark(picture([0, 0, 0], [0, 0, 90]))).toBe(false);
  expect(isDark(picture([30, 30, 30]))).toBe(false);
});
