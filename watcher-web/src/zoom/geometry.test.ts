/** Zooming and panning as geometry: what is pointed at stays put, and nobody sees beyond the picture's edge. */
import { describe, expect, test } from 'vitest';
import {
  movedBy,
  placePicture,
  settled,
  whole,
  zoomedAbout,
  type Picture,
  type Point,
  type Size,
  type View,
} from './geometry.ts';

const desktop: Size = { width: 1440, height: 900 };
const phone: Size = { width: 390, height: 844 };
const video: Size = { width: 1280, height: 720 };

/** The part of the picture (0 to 1 each way) that is at `point` on the stage. */
const seenAt = (view: View, picture: Picture, point: Point): Point => ({
  x: (point.x - view.middle.x) / (picture.width * view.scale) + 0.5,
  y: (point.y - view.middle.y) / (picture.height * view.scale) + 0.5,
});
const rounded = ({ x, y }: Point): Point => ({ x: Math.round(x * 1e6) / 1e6, y: Math.round(y * 1e6) / 1e6 });

test('a wide picture fills the width and rests where it is told to', () => {
  expect(placePicture(desktop, video, 0.5)).toEqual({ width: 1440, height: 810, middle: { x: 720, y: 450 } });
  const onPhone = placePicture(phone, video, 0);
  expect(onPhone.middle.y).toBeCloseTo(390 / (16 / 9) / 2);
  expect(placePicture(phone, video, 1).middle.y).toBeCloseTo(844 - onPhone.height / 2);
});

test('a tall picture fills the height', () => {
  expect(placePicture(desktop, { width: 720, height: 1280 }, 0.4)).toMatchObject({ height: 900, middle: { y: 450 } });
});

test('what is pointed at stays where it is, in and out', () => {
  const picture = placePicture(desktop, video, 0.5);
  const point = { x: 300, y: 700 };
  const near = zoomedAbout(whole(picture), point, 2.5);
  expect(near.scale).toBe(2.5);
  expect(rounded(seenAt(near, picture, point))).toEqual(rounded(seenAt(whole(picture), picture, point)));
  const nearer = zoomedAbout(near, { x: 900, y: 100 }, 1.7);
  const other = { x: 900, y: 100 };
  expect(rounded(seenAt(nearer, picture, other))).toEqual(rounded(seenAt(near, picture, other)));
});

test('it is never smaller than whole, nor larger than eight times', () => {
  const picture = placePicture(desktop, video, 0.5);
  expect(zoomedAbout(whole(picture), { x: 0, y: 0 }, 0.2).scale).toBe(1);
  expect(zoomedAbout(whole(picture), { x: 0, y: 0 }, 99).scale).toBe(8);
});

describe('panning ends at the edge', () => {
  const rows: readonly (readonly [string, Point, Point])[] = [
    ['left and up', { x: 1e5, y: 1e5 }, { x: 0, y: 0 }],
    ['right and down', { x: -1e5, y: -1e5 }, { x: 1440, y: 900 }],
  ];
  test.each(rows)('%s', (_title, by, corner) => {
    const picture = placePicture(desktop, video, 0.5);
    const view = settled(movedBy(zoomedAbout(whole(picture), { x: 720, y: 450 }, 3), by), picture, desktop);
    expect(rounded(seenAt(view, picture, corner))).toEqual({ x: Math.sign(corner.x), y: Math.sign(corner.y) });
  });
});

test('within the edges it goes where it is moved', () => {
  const picture = placePicture(desktop, video, 0.5);
  const near = zoomedAbout(whole(picture), picture.middle, 3);
  expect(settled(movedBy(near, { x: 50, y: -30 }), picture, desktop)).toEqual(movedBy(near, { x: 50, y: -30 }));
});

test('a direction with room to spare does not move, and grows about its resting place', () => {
  const picture = placePicture(phone, video, 0.4);
  const twice = settled(movedBy(zoomedAbout(whole(picture), { x: 0, y: 0 }, 2), { x: 0, y: 500 }), picture, phone);
  expect(twice.middle.y).toBeCloseTo(picture.middle.y);
  // Once it would stand out of the stage, it is moved in.
  const large = settled(zoomedAbout(whole(picture), picture.middle, 3.8), picture, phone);
  expect(large.middle.y - (picture.height * 3.8) / 2).toBeGreaterThanOrEqual(0);
  expect(large.middle.y + (picture.height * 3.8) / 2).toBeLessThanOrEqual(phone.height);
});

test('back to whole, it lies as it did, wherever it has been', () => {
  const picture = placePicture(desktop, video, 0.5);
  const away = movedBy(zoomedAbout(whole(picture), { x: 10, y: 10 }, 4), { x: -400, y: -300 });
  expect(settled(zoomedAbout(away, { x: 5, y: 5 }, 0.01), picture, desktop)).toEqual(whole(picture));
});
