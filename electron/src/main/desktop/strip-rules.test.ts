/** When the control strip shows, and that it stays out of the shared picture. */
import { expect, test } from 'vitest';
import { UNKNOWN_DISPLAY } from '@lectern/bridge';
import { isStripWanted, placeStrip, STRIP_SIZE, type StripConditions } from './strip-rules.ts';
import type { Display } from './window-bounds.ts';

const inFront: StripConditions = { mode: 'auto', air: 'live', attention: { name: 'in-front' }, nowMs: 10_000 };

test.each([
  ['in front', inFront, false],
  ['minimised', { ...inFront, attention: { name: 'away' } }, true],
  ['just left', { ...inFront, attention: { name: 'behind', sinceMs: 9_000 } }, false],
  ['left for a while', { ...inFront, attention: { name: 'behind', sinceMs: 7_000 } }, true],
  ['paused and away', { ...inFront, air: 'paused', attention: { name: 'away' } }, true],
  ['off air and away', { ...inFront, air: 'off', attention: { name: 'away' } }, false],
  ['always', { ...inFront, mode: 'always' }, true],
  ['always, off air', { ...inFront, mode: 'always', air: 'off' }, false],
  ['never', { ...inFront, mode: 'never', attention: { name: 'away' } }, false],
] as const)('%s', (_name, facts, shown) => {
  expect(isStripWanted(facts)).toBe(shown);
});

const laptop: Display = { id: '1', workArea: { x: 0, y: 24, width: 1440, height: 876 } };
const beamer: Display = { id: '2', workArea: { x: 1440, y: 0, width: 1920, height: 1080 } };
const linux = { displays: [laptop, beamer], canHideFromCapture: false, capturedDisplayId: null, saved: undefined };

test('it starts at the top of the first display and returns to where it was dragged', () => {
  expect(placeStrip(linux)).toEqual({ ...STRIP_SIZE, x: 560, y: 40 });
  expect(placeStrip({ ...linux, saved: { x: 2000, y: 900 } })).toMatchObject({ x: 2000, y: 900 });
  // The display of that place is gone.
  expect(placeStrip({ ...linux, displays: [laptop], saved: { x: 2000, y: 900 } })).toMatchObject({ x: 560, y: 40 });
});

test('on Linux it avoids the captured display, and stays hidden where that is the only one', () => {
  expect(placeStrip({ ...linux, capturedDisplayId: '1' })).toMatchObject({ x: 2240, y: 16 });
  expect(placeStrip({ ...linux, capturedDisplayId: '1', saved: { x: 100, y: 100 } })).toMatchObject({ x: 2240 });
  expect(placeStrip({ ...linux, displays: [laptop], capturedDisplayId: '1' })).toBeNull();
  expect(placeStrip({ ...linux, capturedDisplayId: UNKNOWN_DISPLAY })).toBeNull();
});

test('where the system leaves it out of the capture, any display is allowed', () => {
  const facts = { ...linux, canHideFromCapture: true, displays: [laptop], capturedDisplayId: '1' };
  expect(placeStrip(facts)).toMatchObject({ x: 560, y: 40 });
});
