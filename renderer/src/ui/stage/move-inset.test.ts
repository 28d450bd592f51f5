import { defaultInset as inset } from '@lectern/bridge';
import { expect, test } from 'vitest';
import { movedBy, nudge } from './move-inset.ts';

test('dragging moves, dragging the corner resizes', () => {
  expect(movedBy(inset, { x: -0.1, y: 0.05 }, 'move')).toEqual({ x: inset.x - 0.1, y: inset.y + 0.05 });
  expect(movedBy(inset, { x: -0.1, y: 0.05 }, 'resize')).toEqual({ size: inset.size + 0.05 });
});

test('arrows move, with Shift they resize, and other keys do nothing', () => {
  expect(nudge(inset, 'ArrowLeft', false)?.x).toBeLessThan(inset.x);
  expect(nudge(inset, 'ArrowDown', false)?.y).toBeGreaterThan(inset.y);
  expect(nudge(inset, 'ArrowUp', true)?.size).toBeGreaterThan(inset.size);
  expect(nudge(inset, 'ArrowLeft', true)?.size).toBeLessThan(inset.size);
  expect(nudge(inset, 'Enter', false)).toBeUndefined();
});
