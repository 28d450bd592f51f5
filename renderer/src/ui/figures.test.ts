/** Figures with their units, as they are read on screen. */
import { expect, test } from 'vitest';
import { bitrateText, delayText, elapsedText, latencyText, shortVersion, sizeText, soundRateText } from './figures.ts';

test.each([
  [0, '0:00'],
  [12_900, '0:12'],
  [59_999, '0:59'],
  [61_000, '1:01'],
  [724_000, '12:04'],
  [3_599_000, '59:59'],
  [3_600_000, '1:00:00'],
  [3_750_000, '1:02:30'],
  [37_230_000, '10:20:30'],
  // The clock was set back.
  [-5_000, '0:00'],
])('%i ms elapsed reads %s', (elapsedMs, text) => {
  expect(elapsedText(elapsedMs)).toBe(text);
});

test.each([
  [0, '0.0 MB'],
  [3_140_000, '3.1 MB'],
  [640_400_000, '640 MB'],
  [1_270_000_000, '1.3 GB'],
])('%i bytes read %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  [118, '120 kbit/s'],
  [1_812, '1.8 Mbit/s'],
])('%i kbit/s read %s', (kbps, text) => {
  expect(bitrateText(kbps)).toBe(text);
});

test('a delay reads in seconds, an answer’s latency in milliseconds while it is short', () => {
  expect([90, 1_240].map(delayText)).toEqual(['0.09 s', '1.2 s']);
  expect([12, 1_240].map(latencyText)).toEqual(['12 ms', '1.2 s']);
});

test.each([
  ['1.2.0', '1.2'],
  ['1.2.1', '1.2.1'],
  ['2.0.0', '2.0'],
  ['1.10.0', '1.10'],
  ['1.2.0-beta.1', '1.2.0-beta.1'],
])('version %s reads %s', (version, text) => {
  expect(shortVersion(version)).toBe(text);
});

test('the bitrate of sound is exact to the kilobit', () => {
  expect(soundRateText(95.6)).toBe('96 kbit/s');
});
