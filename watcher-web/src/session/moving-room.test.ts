/** A watcher's pause before a room that moves is tried again. */
import { expect, test } from 'vitest';
import { initialState } from './watcher-state.ts';
import { step } from './watcher-step.ts';

test('a newcomer whose room moves between instances tries again sooner than one who came too early', () => {
  const [, moving] = step(initialState, { type: 'signaling-refused', code: 'room-moving' });
  expect(moving).toEqual({ type: 'retry-later', afterMs: 1_000 });
  const [, unknown] = step(initialState, { type: 'signaling-refused', code: 'room-unknown' });
  expect(unknown).toEqual({ type: 'retry-later', afterMs: 5_000 });
});
