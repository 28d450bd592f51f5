import { expect, test } from 'vitest';
import { returnFrom, type LiveNote } from './crash-return.ts';

const note: LiveNote = {
  service: 'https://lectern.example',
  roomId: 'a'.repeat(20),
  air: 'live',
  sinceMs: 1_000_000,
  seenMs: 2_000_000,
  returnedMs: [],
};
const now = { nowMs: 2_005_000, service: note.service, roomId: note.roomId };

test('a crash a moment ago leads back, live or paused as it was', () => {
  expect(returnFrom(note, now)).toEqual({ air: 'live', sinceMs: 1_000_000, returnedMs: [2_005_000] });
  expect(returnFrom({ ...note, air: 'paused' }, now)?.air).toBe('paused');
});

test('nothing noted, another service, another room or more than ten minutes ago: it starts as ever', () => {
  expect(returnFrom(undefined, now)).toBeNull();
  expect(returnFrom(note, { ...now, service: 'https://other.example' })).toBeNull();
  expect(returnFrom(note, { ...now, roomId: 'b'.repeat(20) })).toBeNull();
  expect(returnFrom(note, { ...now, nowMs: note.seenMs + 600_001 })).toBeNull();
  expect(returnFrom(note, { ...now, nowMs: note.seenMs - 600_001 })).toBeNull();
});

test('an app that keeps ending unexpectedly leaves it to the person after the third time', () => {
  const often = { ...note, returnedMs: [2_000_100, 2_000_200] };
  expect(returnFrom(often, now)?.returnedMs).toHaveLength(3);
  expect(returnFrom({ ...often, returnedMs: [...often.returnedMs, 2_000_300] }, now)).toBeNull();
  // Long ago does not count.
  expect(returnFrom({ ...often, returnedMs: [1, 2, 3] }, now)?.returnedMs).toEqual([now.nowMs]);
});
