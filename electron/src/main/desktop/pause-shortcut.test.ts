/** An accidental press of the pause shortcut never shows the presenter. */
import { expect, test } from 'vitest';
import { actionOfPauseShortcut } from './pause-shortcut.ts';

test('one press pauses, and an accidental press never resumes', () => {
  expect(actionOfPauseShortcut('live', null, 1_000)).toBe('pause');
  // The second press of an accidental double press.
  expect(actionOfPauseShortcut('paused', null, 1_200)).toBe('ask-again');
  expect(actionOfPauseShortcut('paused', 1_200, 2_900)).toBe('resume');
  expect(actionOfPauseShortcut('paused', 1_200, 3_300)).toBe('ask-again');
  expect(actionOfPauseShortcut('off', null, 1_000)).toBe('nothing');
});
