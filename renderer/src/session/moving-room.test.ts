/** The presenter's pause before a room that moves is opened again. */
import { expect, test } from 'vitest';
import { initialPresenterState, step } from './presenter-state.ts';

test('a room that moves between instances is opened again sooner than one that is refused', () => {
  const [moving, later] = step(initialPresenterState, { type: 'refused', code: 'room-moving', retryable: true });
  expect(moving.signaling).toEqual({ name: 'refused', code: 'room-moving' });
  expect(later).toEqual({ type: 'reopen-later', isMoving: true });
  const [, other] = step(initialPresenterState, { type: 'refused', code: 'too-many', retryable: true });
  expect(other).toEqual({ type: 'reopen-later' });
});
