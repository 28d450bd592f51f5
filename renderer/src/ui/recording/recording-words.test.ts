import { expect, test } from 'vitest';
import {
  elapsedWords,
  interruptedSentence,
  isSpaceLow,
  keptSentence,
  roomMinutes,
  roomWords,
  sizeWords,
} from './recording-words.ts';

test.each([
  [0, '0:00'],
  [12_900, '0:12'],
  [724_000, '12:04'],
  [3_750_000, '1:02:30'],
  [-5, '0:00'],
])('%i ms is %s', (elapsedMs, words) => {
  expect(elapsedWords(elapsedMs)).toBe(words);
});

test.each([
  [0, '0.0 MB'],
  [3_140_000, '3.1 MB'],
  [640_400_000, '640 MB'],
  [1_270_000_000, '1.3 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test('the room is what is free but for the least that has to stay, at the pace measured so far', () => {
  const freeBytes = 3_800_000_000;
  expect(roomMinutes({ freeBytes, bytes: 20_000_000, elapsedMs: 60_000 })).toBe(180);
  // Before there is a measure: by the bitrate, about 20 MB a minute.
  expect(roomMinutes({ freeBytes, bytes: 100, elapsedMs: 1_000 })).toBeCloseTo(182.6, 0);
  expect(roomMinutes({ freeBytes: 100_000_000, bytes: 0, elapsedMs: 0 })).toBe(0);
  expect(roomMinutes({ freeBytes: null, bytes: 0, elapsedMs: 0 })).toBeNull();
});

test.each([
  [0, 'space for a minute'],
  [40.9, 'space for about 40 min'],
  [185, 'space for about 3 h'],
  [2_000, 'space for over a day'],
])('%d minutes: %s', (minutes, words) => {
  expect(roomWords(minutes)).toBe(words);
});

test('under two gigabytes is low', () => {
  expect([1_999_999_999, 2_000_000_000, null].map(isSpaceLow)).toEqual([true, false, false]);
});

test('what became of it, and why it ended', () => {
  const file = { path: '/v/a.webm', name: 'a.webm', seekable: true };
  expect(keptSentence(file, null)).toBe('Recording kept as “a.webm”.');
  expect(keptSentence({ ...file, seekable: false }, 'The disk is full.')).toBe(
    'The disk is full. The recording was kept up to here, as “a.webm”. It plays from the beginning; jumping in it may be slow.',
  );
  expect(interruptedSentence(file)).toBe('A recording was interrupted. It is kept as “a.webm”.');
});
