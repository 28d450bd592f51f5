import { expect, test } from 'vitest';
import { elapsed } from './elapsed.ts';

test.each([
  [0, '0:00'],
  [59_999, '0:59'],
  [61_000, '1:01'],
  [3_599_000, '59:59'],
  [3_600_000, '1:00:00'],
  [37_230_000, '10:20:30'],
  // The clock was set back.
  [-5_000, '0:00'],
])('%i ms is %s', (ms, text) => {
  expect(elapsed(1_000_000, 1_000_000 + ms)).toBe(text);
});
