/** The colours of the tokens as hex, in both themes. */
import { expect, test } from 'vitest';
import { oklchToHex, readColour } from './colours.ts';

test.each([
  [[1, 0, 0], '#ffffff'],
  [[0, 0, 0], '#000000'],
  // As Chromium computes them.
  [[0.628, 0.2577, 29.23], '#ff0000'],
  [[0.452, 0.3132, 264.05], '#0000ff'],
] as const)('oklch(%j) is %s', ([lightness, chroma, hue], hex) => {
  expect(oklchToHex(lightness, chroma, hue)).toBe(hex);
});

test('the tokens have the colours of windows and tray, and light differs from dark', () => {
  for (const token of ['panel', 'ink', 'live', 'warn']) {
    expect(readColour(token, 'light')).not.toBe(readColour(token, 'dark'));
  }
  expect(Number.parseInt(readColour('panel', 'dark').slice(1, 3), 16)).toBeLessThan(40);
  expect(Number.parseInt(readColour('panel', 'light').slice(1, 3), 16)).toBeGreaterThan(235);
});

test('a colour that the light theme leaves out is the dark one, and a missing colour is an error', () => {
  const css = ':root{--ink: oklch(0% 0 0)} @media (prefers-color-scheme: light){:root{--panel: oklch(100% 0 0)}}';
  expect(readColour('ink', 'light', css)).toBe('#000000');
  expect(() => readColour('live', 'light', css)).toThrow('no colour live');
});
