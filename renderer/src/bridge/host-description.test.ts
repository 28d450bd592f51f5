/** Which descriptions of a host are believed. */
import { expect, test } from 'vitest';
import { HostDescription } from './host-description.ts';

test('a service is named by its origin or not at all', () => {
  const defaultServiceUrl = 'http://127.0.0.1:4400';
  expect(HostDescription.parse({ version: '0.1.0', defaultServiceUrl })).toEqual({
    version: '0.1.0',
    defaultServiceUrl,
  });
  expect(HostDescription.safeParse({ version: '0.1.0' }).success).toBe(true);
  expect(HostDescription.safeParse({ version: '0.1.0', defaultServiceUrl: 'here' }).success).toBe(false);
  expect(HostDescription.safeParse({ defaultServiceUrl }).success).toBe(false);
});
