import { expect, test } from 'vitest';
import { composedSize, containBox, coverCrop, enlarged, insetBox, clampedInset } from './geometry.ts';

const fullHd = { width: 1920, height: 1080 };
const inset = { x: 0.8, y: 0.65, size: 0.3, shape: 'round' } as const;

test('a composed picture has the screen’s size, at most 1920 × 1080, and even sides', () => {
  expect(composedSize({ width: 1280, height: 800 })).toEqual({ width: 1280, height: 800 });
  expect(composedSize({ width: 3840, height: 2160 })).toEqual(fullHd);
  expect(composedSize({ width: 2560, height: 1600 })).toEqual({ width: 1728, height: 1080 });
  expect(composedSize({ width: 1001, height: 601 })).toEqual({ width: 1002, height: 602 });
});

test('a small picture is enlarged until it is large enough for all layers, and keeps its shape', () => {
  expect(enlarged({ width: 640, height: 480 })).toEqual({ width: 832, height: 624 });
  expect(enlarged({ width: 320, height: 180 })).toEqual({ width: 960, height: 540 });
  expect(enlarged({ width: 960, height: 540 })).toEqual({ width: 960, height: 540 });
  expect(composedSize({ width: 400, height: 300 })).toEqual({ width: 832, height: 624 });
});

test('the camera is a square whose side is a fraction of the height', () => {
  expect(insetBox(inset, fullHd)).toEqual({ x: 1536, y: 702, width: 324, height: 324 });
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
  expect(containBox({ width: 400, height: 300 }, { width: 1600, height: 900 })).toEqual({
    x: 200,
    y: 0,
    width: 1200,
    height: 900,
  });
});
