import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fromOklch, readColour, toHex } from './colours.ts';

test.each([
  [[1, 0, 0], '#ffffff'],
  [[0, 0, 0], '#000000'],
  // As Chromium computes them.
  [[0.628, 0.2577, 29.23], '#ff0000'],
  [[0.452, 0.3132, 264.05], '#0000ff'],
] as const)('oklch(%j) is %s', ([lightness, chroma, hue], hex) => {
  expect(toHex(fromOklch(lightness, chroma, hue))).toBe(hex);
});

test('the tokens have the colours of the main process, and light differs from dark', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../../../look/tokens.css'), 'utf8');
  const colour = (token: string, theme: 'dark' | 'light') => readColour(tokens, token, theme);
  for (const token of ['panel', 'ink', 'live', 'warn'] as const) {
    expect(toHex(colour(token, 'light'))).not.toBe(toHex(colour(token, 'dark')));
  }
  expect(colour('panel', 'dark').red).toBeLessThan(40);
  expect(colour('panel', 'light').red).toBeGreaterThan(235);
});

test('a colour that the light theme leaves out is the dark one, and a missing colour is an error', () => {
  const css = ':root{--ink: oklch(0% 0 0)} @media (prefers-color-scheme: light){:root{--panel: oklch(100% 0 0)}}';
  expect(toHex(readColour(css, 'ink', 'light'))).toBe('#000000');
  expect(() => readColour(css, 'live', 'light')).toThrow('no colour live');
});
