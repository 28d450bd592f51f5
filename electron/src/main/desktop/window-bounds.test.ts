/** Windows open where they can be reached, also after displays have changed. */
import { expect, test } from 'vitest';
import { placeMain, type Display } from './window-bounds.ts';

const laptop: Display = { id: '1', workArea: { x: 0, y: 24, width: 1440, height: 876 } };
const beamer: Display = { id: '2', workArea: { x: 1440, y: 0, width: 1920, height: 1080 } };
const onBeamer = { bounds: { x: 1700, y: 100, width: 1200, height: 800 }, isMaximised: false };

test('a window opens where it was', () => {
  expect(placeMain(onBeamer, [laptop, beamer])).toEqual(onBeamer.bounds);
  expect(placeMain(undefined, [laptop])).toBeUndefined();
});

test('without its display, the system places it', () => {
  expect(placeMain(onBeamer, [laptop])).toBeUndefined();
});

test('bounds that extend beyond the display are kept as long as the title bar can be reached', () => {
  const at = (x: number, y: number) => placeMain({ ...onBeamer, bounds: { ...onBeamer.bounds, x, y } }, [laptop]);
  expect(at(1300, 100)).toBeDefined();
  expect(at(1400, 100)).toBeUndefined();
  expect(at(-1100, 100)).toBeDefined();
  expect(at(100, 0)).toBeUndefined();
  expect(at(100, 860)).toBeUndefined();
});

test('on a display that has become smaller the window gets smaller', () => {
  const large = { bounds: { x: 0, y: 24, width: 2500, height: 1400 }, isMaximised: true };
  expect(placeMain(large, [laptop])).toEqual({ x: 0, y: 24, width: 1440, height: 876 });
});
