/** The geometry of zooming and panning: the point stays put, the picture's edge stays outside. */
import { describe, expect, test } from 'vitest';
import {
  panBy,
  placePicture,
  clampView,
  fitView,
  hasTitleSpace,
  zoomAt,
  type Picture,
  type Point,
  type Size,
  type View,
} from './geometry.ts';

const desktop: Size = { width: 1440, height: 900 };
const phone: Size = { width: 390, height: 844 };
const video: Size = { width: 1280, height: 720 };

/** The part of the picture (0 to 1 each way) at `point` on the stage. */
const seenAt = (view: View, picture: Picture, point: Point): Point => ({
  x: (point.x - view.center.x) / (picture.width * view.scale) + 0.5,
  y: (point.y - view.center.y) / (picture.height * view.scale) + 0.5,
});
const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x * 1e6) / 1e6, y: Math.round(y * 1e6) / 1e6 });

test('a wide picture fills the width, at the given height', () => {
  expect(placePicture(desktop, video, 0.5)).toEqual({ width: 1440, height: 810, center: { x: 720, y: 450 } });
  const onPhone = placePicture(phone, video, 0);
  expect(onPhone.center.y).toBeCloseTo(390 / (16 / 9) / 2);
  expect(placePicture(phone, video, 1).center.y).toBeCloseTo(844 - onPhone.height / 2);
});

test('a tall picture fills the height', () => {
  expect(placePicture(desktop, { width: 720, height: 1280 }, 0.4)).toMatchObject({ height: 900, center: { y: 450 } });
});

test('the point under the pointer stays there, zooming in and out', () => {
  const picture = placePicture(desktop, video, 0.5);
  const point = { x: 300, y: 700 };
  const near = zoomAt(fitView(picture), point, 2.5);
  expect(near.scale).toBe(2.5);
  expect(rounded(seenAt(near, picture, point))).toEqual(rounded(seenAt(fitView(picture), picture, point)));
  const nearer = zoomAt(near, { x: 900, y: 100 }, 1.7);
  const other = { x: 900, y: 100 };
  expect(rounded(seenAt(nearer, picture, other))).toEqual(rounded(seenAt(near, picture, other)));
});

test('the scale stays between 1 and 8', () => {
  const picture = placePicture(desktop, video, 0.5);
  expect(zoomAt(fitView(picture), { x: 0, y: 0 }, 0.2).scale).toBe(1);
  expect(zoomAt(fitView(picture), { x: 0, y: 0 }, 99).scale).toBe(8);
});

describe('panning ends at the edge', () => {
  const rows: readonly (readonly [string, Point, Point])[] = [
    ['left and up', { x: 1e5, y: 1e5 }, { x: 0, y: 0 }],
    ['right and down', { x: -1e5, y: -1e5 }, { x: 1440, y: 900 }],
  ];
  test.each(rows)('%s', (_title, by, corner) => {
    const picture = placePicture(desktop, video, 0.5);
    const view = clampView(panBy(zoomAt(fitView(picture), { x: 720, y: 450 }, 3), by), picture, desktop);
    expect(rounded(seenAt(view, picture, corner))).toEqual({ x: Math.sign(corner.x), y: Math.sign(corner.y) });
  });
});

test('panning within the edges moves the picture freely', () => {
  const picture = placePicture(desktop, video, 0.5);
  const near = zoomAt(fitView(picture), picture.center, 3);
  expect(clampView(panBy(near, { x: 50, y: -30 }), picture, desktop)).toEqual(panBy(near, { x: 50, y: -30 }));
});

test('a direction with spare space does not pan, and grows around its fitted place', () => {
  const picture = placePicture(phone, video, 0.4);
  const twice = clampView(panBy(zoomAt(fitView(picture), { x: 0, y: 0 }, 2), { x: 0, y: 500 }), picture, phone);
  expect(twice.center.y).toBeCloseTo(picture.center.y);
  // Once it would leave the stage, it is moved in.
  const large = clampView(zoomAt(fitView(picture), picture.center, 3.8), picture, phone);
  expect(large.center.y - (picture.height * 3.8) / 2).toBeGreaterThanOrEqual(0);
  expect(large.center.y + (picture.height * 3.8) / 2).toBeLessThanOrEqual(phone.height);
});

test('zoomed out fully, the picture is fitted again', () => {
  const picture = placePicture(desktop, video, 0.5);
  const away = panBy(zoomAt(fitView(picture), { x: 10, y: 10 }, 4), { x: -400, y: -300 });
  expect(clampView(zoomAt(away, { x: 5, y: 5 }, 0.01), picture, desktop)).toEqual(fitView(picture));
});

test('the room’s title fits below a wide picture on a phone, and not below an upright one', () => {
  const at = (stage: Size, picture: Size): boolean => hasTitleSpace(placePicture(stage, picture, 0.38), stage);
  expect(at(phone, video)).toBe(true);
  expect(at(phone, { width: 1080, height: 1920 })).toBe(false);
  expect(at({ width: 360, height: 640 }, { width: 1080, height: 1920 })).toBe(false);
  expect(at(phone, { width: 1440, height: 1440 })).toBe(true);
});
