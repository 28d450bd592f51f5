/** Watchers are counted by verdict. */
import { expect, test } from 'vitest';
import { countVerdicts } from './verdict-counts.ts';

test('verdicts are counted', () => {
  expect(countVerdicts(['fine', 'hidden', 'fine'])).toEqual({ ...countVerdicts([]), fine: 2, hidden: 1 });
});
