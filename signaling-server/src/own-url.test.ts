/** The address of a server on this machine, by what it listens on. */
import { expect, test } from 'vitest';
import { ownUrl } from './own-url.ts';

test.each([
  ['::', 'http://127.0.0.1:8420'],
  ['0.0.0.0', 'http://127.0.0.1:8420'],
  ['::1', 'http://[::1]:8420'],
  ['10.0.0.5', 'http://10.0.0.5:8420'],
])('what listens at %s is reached at %s', (host, url) => {
  expect(ownUrl(host, 8420)).toBe(url);
});
