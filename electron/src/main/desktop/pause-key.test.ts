import { expect, test } from 'vitest';
import { pressPause } from './pause-key.ts';

test('one press pauses, a slip of the hand never resumes', () => {
  expect(pressPause('live', null, 1_000)).toBe('pause');
  // The second half of an accidental double press.
  expect(pressPause('paused', null, 1_200)).toBe('ask-again');
  expect(pressPause('paused', 1_200, 2_900)).toBe('resume');
  expect(pressPause('paused', 1_200, 3_300)).toBe('ask-again');
  expect(pressPause('off', null, 1_000)).toBe('nothing');
});
