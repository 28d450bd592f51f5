import { expect, test } from 'vitest';
import { hasSlept } from './resume.ts';

test('a hidden page’s slow timers are not sleep, a longer gap is', () => {
  expect(hasSlept(0, 61_000)).toBe(false);
  expect(hasSlept(0, 120_000)).toBe(true);
});
