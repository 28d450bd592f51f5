import { expect, test } from 'vitest';
import { Patience } from './patience.ts';

test('poor readings are in doubt after a while, and one good reading ends it', () => {
  const patience = new Patience(8_000);
  expect(patience.judge(true, 0)).toBe(false);
  expect(patience.judge(true, 7_999)).toBe(false);
  expect(patience.judge(true, 8_000)).toBe(true);
  expect(patience.judge(false, 8_500)).toBe(false);
  expect(patience.judge(true, 9_000)).toBe(false);
  expect(patience.judge(true, 17_000)).toBe(true);
});

test('a good reading in between begins the wait anew', () => {
  const patience = new Patience(8_000);
  patience.judge(true, 0);
  patience.judge(false, 7_000);
  patience.judge(true, 7_500);
  expect(patience.judge(true, 8_500)).toBe(false);
});
