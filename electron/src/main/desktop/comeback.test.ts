/** After which crashes the app goes live again by itself, and how often. */
import { expect, test } from 'vitest';
import { comebackFrom, type LiveNote } from './comeback.ts';

const note: LiveNote = {
  service: 'https://lectern.example',
  roomId: 'a'.repeat(20),
  air: 'live',
  sinceMs: 1_000_000,
  seenMs: 2_000_000,
  returnedMs: [],
};
const now = { nowMs: 2_005_000, service: note.service, roomId: note.roomId };

test('a recent crash leads back, live or paused', () => {
  expect(comebackFrom(note, now)).toEqual({ air: 'live', sinceMs: 1_000_000, returnedMs: [2_005_000] });
  expect(comebackFrom({ ...note, air: 'paused' }, now)?.air).toBe('paused');
});

test('with another service, another room or a note older than ten minutes there is no comeback', () => {
  expect(comebackFrom(note, { ...now, service: 'https://other.example' })).toBeNull();
  expect(comebackFrom(note, { ...now, roomId: 'b'.repeat(20) })).toBeNull();
  expect(comebackFrom(note, { ...now, nowMs: note.seenMs + 600_001 })).toBeNull();
  expect(comebackFrom(note, { ...now, nowMs: note.seenMs - 600_001 })).toBeNull();
});

test('an app that keeps ending unexpectedly comes back three times', () => {
  const often = { ...note, returnedMs: [2_000_100, 2_000_200] };
  expect(comebackFrom(often, now)?.returnedMs).toHaveLength(3);
  expect(comebackFrom({ ...often, returnedMs: [...often.returnedMs, 2_000_300] }, now)).toBeNull();
  // Older ones do not count.
  expect(comebackFrom({ ...often, returnedMs: [1, 2, 3] }, now)?.returnedMs).toEqual([now.nowMs]);
});
