/** Limits for IPv4 addresses, IPv6 customers and the networks around them. */
import { expect, test } from 'vitest';
import { MAX_COUNTED_KEYS } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { NETWORK_SHARE, PerAddress } from './per-address.ts';
import { PerMinute } from './per-minute.ts';

const ALLOWED = 3;
const admitted = (limit: PerAddress, addresses: readonly string[]): number =>
  addresses.filter((address) => limit.tryConsume(address)).length;

test('all /64s of one /48 together get eight times what one gets', () => {
  const addresses = Array.from({ length: 1_000 }, (_, index) => `2001:db8:1:${index.toString(16)}::/64`);
  expect(admitted(new PerAddress(new FakeClock(), ALLOWED), addresses)).toBe(ALLOWED * NETWORK_SHARE);
});

test('IPv4 addresses and other /48s are counted one by one', () => {
  const limit = new PerAddress(new FakeClock(), ALLOWED);
  const addresses = Array.from({ length: 100 }, (_, index) => [
    `192.0.2.${String(index)}`,
    `2001:db8:${index}:0::/64`,
  ]).flat();
  expect(admitted(limit, addresses)).toBe(addresses.length);
  expect(admitted(limit, ['192.0.2.7', '192.0.2.7', '192.0.2.7'])).toBe(ALLOWED - 1);
});

test('a flood of other keys frees none that is spent but the oldest', () => {
  const limit = new PerMinute(new FakeClock(), 1);
  limit.tryConsume('oldest');
  limit.tryConsume('spent');
  for (let index = 0; index < MAX_COUNTED_KEYS - 1; index += 1) limit.tryConsume(String(index));
  expect([limit.isSpent('oldest'), limit.isSpent('spent')]).toEqual([false, true]);
});
