/** The page's icon has the strokes of the one mark. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { iconOf } from './page-icon.ts';

test('the icon is the mark in a colour of its own, for light and dark tabs', () => {
  const mark = readFileSync(new URL('../look/mark.svg', import.meta.url), 'utf8');
  const strokes = / d="([^"]+)"/.exec(mark)?.[1];
  const icon = iconOf(mark);
  expect(strokes).toBeDefined();
  expect(icon).toContain(` d="${strokes}"`);
  expect(icon).not.toContain('currentColor');
  expect(icon).toContain('prefers-color-scheme:dark');
});

test('a mark that cannot be coloured is an error', () => {
  expect(() => iconOf('<svg><path d="M0 0" /></svg>')).toThrow('look/mark.svg');
});
