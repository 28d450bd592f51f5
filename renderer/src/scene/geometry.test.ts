/** Sizes and places in the composed picture, for all shapes of screens and cameras. */
import { expect, test } from 'vitest';
import { CAMERA_PIXELS, SCREEN_PIXELS } from '../policy/scene.ts';
import { clampedInset, composedSize, containBox, coverCrop, fittedSize, insetBox } from './geometry.ts';

const fullHd = { width: 1920, height: 1080 };
const inset = { x: 0.8, y: 0.65, size: 0.3, shape: 'round' } as const;

test('a picture is limited by its pixels, in any shape', () => {
  const fitted = (width: number, height: number, limit: keyof typeof SCREEN_PIXELS = 'full-hd') =>
    fittedSize({ width, height }, SCREEN_PIXELS[limit]);
  expect(fitted(1080, 1920)).toEqual({ width: 1080, height: 1920 });
  expect(fitted(1280, 1600)).toEqual({ width: 1280, height: 1600 });
  expect(fitted(3840, 2160)).toEqual(fullHd);
  expect(fitted(2160, 3840)).toEqual({ width: 1080, height: 1920 });
  expect(fitted(3440, 1440)).toEqual({ width: 2224, height: 928 });
  expect(fitted(2560, 1440)).toEqual(fullHd);
  expect(fitted(2560, 1440, 'original')).toEqual({ width: 2560, height: 1440 });
  expect(fitted(1440, 2560, 'original')).toEqual({ width: 1440, height: 2560 });
  expect(fitted(3440, 1440, 'original')).toEqual({ width: 2964, height: 1240 });
  expect(fitted(3840, 2160, 'original')).toEqual({ width: 2560, height: 1440 });
});

test('a picture that needs no scaling stays the same object, also with odd sides', () => {
  for (const size of [fullHd, { width: 1001, height: 601 }]) {
    expect(fittedSize(size, SCREEN_PIXELS['full-hd'])).toBe(size);
  }
});

test('a small picture is enlarged until it is large enough for all layers, and keeps its shape', () => {
  const fitted = (width: number, height: number) => fittedSize({ width, height }, CAMERA_PIXELS);
  expect(fitted(640, 480)).toEqual({ width: 832, height: 624 });
  expect(fitted(480, 640)).toEqual({ width: 624, height: 832 });
  expect(fitted(320, 180)).toEqual({ width: 960, height: 540 });
  expect(fitted(960, 540)).toEqual({ width: 960, height: 540 });
});

test('a strip is not enlarged to more than encoders carry', () => {
  const { width, height } = fittedSize({ width: 4_000, height: 10 }, CAMERA_PIXELS);
  expect([width, height]).toEqual([8_192, 24]);
});

test('a composed picture has the fitted screen’s size and even sides', () => {
  const composed = (width: number, height: number) => composedSize({ width, height }, SCREEN_PIXELS['full-hd']);
  expect(composed(1280, 800)).toEqual({ width: 1280, height: 800 });
  expect(composed(1080, 1920)).toEqual({ width: 1080, height: 1920 });
  expect(composed(1001, 601)).toEqual({ width: 1002, height: 602 });
  expect(composed(400, 300)).toEqual({ width: 832, height: 624 });
});

test('the camera is a square whose side is a fraction of the shorter side', () => {
  expect(insetBox(inset, fullHd)).toEqual({ x: 1536, y: 702, width: 324, height: 324 });
  expect(insetBox(inset, { width: 1080, height: 1920 })).toEqual({ x: 756, y: 1248, width: 324, height: 324 });
});

test('the camera stays inside the picture for any settings and any shape of the picture', () => {
  expect(insetBox({ ...inset, x: 5, y: -3 }, fullHd)).toEqual({ x: 1596, y: 0, width: 324, height: 324 });
  const { x, width } = insetBox({ ...inset, size: 9 }, { width: 600, height: 1200 });
  expect(x + width).toBeLessThanOrEqual(600);
});

test('the saved inset is where the camera is drawn', () => {
  expect(clampedInset({ ...inset, x: 5, size: 0.01 }, fullHd)).toMatchObject({ y: 0.65, size: 0.12 });
  expect(clampedInset({ ...inset, x: 5, size: 0.5 }, fullHd).x).toBeCloseTo(1 - 540 / 1920, 5);
});

test('covering crops to the middle, containing leaves bars', () => {
  expect(coverCrop({ width: 1280, height: 720 }, { width: 300, height: 300 })).toEqual({
    x: 280,
    y: 0,
    width: 720,
    height: 720,
  });
  // Of an upright camera the upper part, where the face is.
  expect(coverCrop({ width: 1080, height: 1920 }, { width: 300, height: 300 })).toEqual({
    x: 0,
    y: 168,
    width: 1080,
    height: 1080,
  });
  expect(containBox({ width: 400, height: 300 }, { width: 1600, height: 900 })).toEqual({
    x: 200,
    y: 0,
    width: 1200,
    height: 900,
  });
});
