import { expect, test } from 'vitest';
import { shortVersion } from './short-version.ts';

test.each([
  ['1.2.0', '1.2'],
  ['1.2.1', '1.2.1'],
  ['2.0.0', '2.0'],
  ['1.10.0', '1.10'],
  ['1.2.0-beta.1', '1.2.0-beta.1'],
])('%s is said as %s', (version, said) => {
  expect(shortVersion(version)).toBe(said);
});
