/** Entries of `X-Forwarded-For` that are addresses, and those that are not. */
import { expect, test } from 'vitest';
import { readForwardedAddress } from './forwarded-address.ts';

test.each([
  ['203.0.113.8', '203.0.113.8'],
  ['203.0.113.8:41234', '203.0.113.8'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:41234', '2001:db8::1'],
  ['[::ffff:203.0.113.8]:1', '::ffff:203.0.113.8'],
])('%s is the address %s', (entry, address) => {
  expect(readForwardedAddress(entry)).toBe(address);
});

test.each([
  '',
  'unknown',
  '_hidden',
  'client.example',
  'client.example:80',
  '203.0.113.8:',
  '203.0.113.8:port',
  '203.0.113.8:123456',
  '203.0.113.256:1',
  '203.0.113.8 203.0.113.9',
  '[203.0.113.8]:1',
  '[2001:db8::1',
  '[2001:db8::1]x',
  '2001:db8::1]:1',
])('%j is no address', (entry) => {
  expect(readForwardedAddress(entry)).toBeUndefined();
});
