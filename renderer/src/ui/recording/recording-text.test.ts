/** The sentences about time left and saved recordings. */
import { expect, test } from 'vitest';
import { emptySentence, isSpaceLow, minutesLeft, savedSentence, spaceText } from './recording-text.ts';

test('the time left is the free space above the reserve, at the rate measured so far', () => {
  const freeBytes = 3_800_000_000;
  expect(minutesLeft({ freeBytes, bytes: 20_000_000, elapsedMs: 60_000 })).toBe(180);
  // Before there is a measurement: by the bitrate, about 20 MB a minute.
  expect(minutesLeft({ freeBytes, bytes: 100, elapsedMs: 1_000 })).toBeCloseTo(182.6, 0);
  expect(minutesLeft({ freeBytes: 100_000_000, bytes: 0, elapsedMs: 0 })).toBe(0);
  expect(minutesLeft({ freeBytes: null, bytes: 0, elapsedMs: 0 })).toBeNull();
});

test.each([
  [0, 'space for a minute'],
  [40.9, 'space for about 40 min'],
  [185, 'space for about 3 h'],
  [2_000, 'space for over a day'],
])('%d minutes read %s', (minutes, text) => {
  expect(spaceText(minutes)).toBe(text);
});

test('under two gigabytes is low', () => {
  expect([1_999_999_999, 2_000_000_000, null].map(isSpaceLow)).toEqual([true, false, false]);
});

test('a saved recording names its file and, where it ended by itself, the reason', () => {
  const file = { path: '/v/a.webm', name: 'a.webm', seekable: true };
  expect(savedSentence(file, null)).toBe('Recording saved as “a.webm”.');
  expect(savedSentence({ ...file, seekable: false }, { type: 'machine', sentence: 'The disk is full.' })).toBe(
    'The disk is full. The recording up to then is saved as “a.webm”. It plays from the beginning, but jumping to another place may be slow.',
  );
});

test('where nothing was recorded, the sentence says so after the reason', () => {
  expect(emptySentence(null)).toBe('Nothing was recorded.');
  expect(emptySentence({ type: 'disk-too-slow' })).toBe('The disk is too slow for a recording. Nothing was recorded.');
});
