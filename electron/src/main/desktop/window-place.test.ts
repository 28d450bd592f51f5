import { expect, test } from 'vitest';
import { placeMain, type DisplayFacts } from './window-place.ts';

const laptop: DisplayFacts = { id: '1', workArea: { x: 0, y: 24, width: 1440, height: 876 } };
const beamer: DisplayFacts = { id: '2', workArea: { x: 1440, y: 0, width: 1920, height: 1080 } };
const onBeamer = { bounds: { x: 1700, y: 100, width: 1200, height: 800 }, isMaximised: false };

test('a window comes back to where it was', () => {
  expect(placeMain(onBeamer, [laptop, beamer])).toEqual(onBeamer.bounds);
  expect(placeMain(undefined, [laptop])).toBeUndefined();
});

test('with its display gone, the system places it', () => {
  expect(placeMain(onBeamer, [laptop])).toBeUndefined();
});

test('hanging off to the side is kept as long as there is something to take hold of', () => {
  const at = (x: number, y: number) => placeMain({ ...onBeamer, bounds: { ...onBeamer.bounds, x, y } }, [laptop]);
  expect(at(1300, 100)).toBeDefined();
  expect(at(1400, 100)).toBeUndefined();
  expect(at(-1100, 100)).toBeDefined();
  expect(at(100, 0)).toBeUndefined();
  expect(at(100, 860)).toBeUndefined();
});

test('on a display that has become smaller it is cut down', () => {
  const large = { bounds: { x: 0, y: 24, width: 2500, height: 1400 }, isMaximised: true };
  expect(placeMain(large, [laptop])).toEqual({ x: 0, y: 24, width: 1440, height: 876 });
});
