/** Pointer and arrow keys move and resize the camera's inset. */
import { defaultInset as inset } from '@lectern/bridge';
import { expect, test } from 'vitest';
import { movedBy, nudge } from './move-inset.ts';

test('dragging moves, dragging the corner resizes', () => {
  const by = { x: -80, y: 45 };
  const picture = { width: 800, height: 450 };
  expect(movedBy(inset, by, { way: 'move', picture })).toEqual({ x: inset.x - 0.1, y: inset.y + 0.1 });
  expect(movedBy(inset, by, { way: 'resize', picture })).toEqual({ size: inset.size + 0.1 });
});

test('on an upright picture the corner follows the pointer as well', () => {
  const picture = { width: 450, height: 800 };
  expect(movedBy(inset, { x: 0, y: 45 }, { way: 'resize', picture })).toEqual({ size: inset.size + 0.1 });
});

test('arrows move, with Shift they resize, and other keys do nothing', () => {
  expect(nudge(inset, 'ArrowLeft', false)?.x).toBeLessThan(inset.x);
  expect(nudge(inset, 'ArrowDown', false)?.y).toBeGreaterThan(inset.y);
  expect(nudge(inset, 'ArrowUp', true)?.size).toBeGreaterThan(inset.size);
  expect(nudge(inset, 'ArrowLeft', true)?.size).toBeLessThan(inset.size);
  expect(nudge(inset, 'Enter', false)).toBeUndefined();
});
