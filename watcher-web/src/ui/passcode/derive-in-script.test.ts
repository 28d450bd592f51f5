/** Both ways to the slow hash give the same, and the one that Node's own cryptography gives. */
import { pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { slowHash } from '@lectern/rtc';
import { deriveInScript } from './derive-in-script.ts';

const cost = { iterations: 1_000, bytes: 32 };

test.each([
  ['k7wm3p9x', 'lectern passcode v1\nabcdefghijkmnpqrstuv'],
  ['straße', 'lectern passcode v1\n22222222222222222222'],
])('%s', async (text, salt) => {
  const expected = pbkdf2Sync(text, salt, cost.iterations, cost.bytes, 'sha256').toString('base64url');
  expect(await slowHash(text, salt, cost)).toBe(expected);
  expect(await slowHash(text, salt, cost, deriveInScript)).toBe(expected);
});
