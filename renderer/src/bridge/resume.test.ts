/** Detection of a sleeping machine, which differs from the slow timers of a hidden page. */
import { expect, test } from 'vitest';
import { hasSlept } from './resume.ts';

test('the slow timers of a hidden page do not count as sleep, a longer gap does', () => {
  expect(hasSlept(0, 61_000)).toBe(false);
  expect(hasSlept(0, 120_000)).toBe(true);
});
