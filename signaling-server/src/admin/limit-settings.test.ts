/** Each limit can be set by itself, within its range. */
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { readConfig } from './config.ts';
import { policyWith } from './limit-settings.ts';

const policyOf = (env: Record<string, string>) => policyWith(readConfig(env).limits);

test('without settings the limits are those of the policy', () => {
  expect(policyOf({})).toEqual(defaultPolicy);
});

test('a setting changes its limit and no other', () => {
  const { room, door } = defaultPolicy;
  const given = policyOf({
    LECTERN_SOCKETS_PER_ADDRESS: '5000',
    LECTERN_MAX_WAITING_MB: '1',
    LECTERN_LINKS_PER_SECOND: '40',
  });
  expect(given).toEqual({
    ...defaultPolicy,
    room: { ...room, linkOpenings: { ...room.linkOpenings, perSecond: 40 } },
    door: { ...door, socketsPerAddress: 5_000, waitingBytesOfAll: 1_048_576 },
  });
});

test.each([['0'], ['-1'], ['1.5'], ['many']])('a limit of %s is refused by its name', (value) => {
  expect(() => readConfig({ LECTERN_SOCKETS_PER_ADDRESS: value })).toThrow('LECTERN_SOCKETS_PER_ADDRESS');
});
