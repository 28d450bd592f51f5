/** Which pairs of versions understand each other. */
import { expect, test } from 'vitest';
import { agreeOnVersion, spoken } from './version.ts';

/** Every release speaks its own version and the one before. */
const release = (newest: number) => ({ newest, oldest: Math.max(1, newest - 1) });

test.each([
  [3, 3, { version: 3 }],
  [3, 2, { version: 2 }],
  [2, 3, { version: 2 }],
  [1, 3, { refused: 'client-too-old' }],
  [3, 1, { refused: 'service-too-old' }],
  [2, 9, { refused: 'client-too-old' }],
])('an app of version %i and a service of version %i: %o', (app, service, agreed) => {
  expect(agreeOnVersion(release(app), release(service))).toEqual(agreed);
});

test('this build speaks the version before its own, if there was one', () => {
  expect(spoken.oldest).toBeLessThanOrEqual(Math.max(1, spoken.newest - 1));
  expect(agreeOnVersion(spoken, release(spoken.newest + 1))).toEqual({ version: spoken.newest });
});
