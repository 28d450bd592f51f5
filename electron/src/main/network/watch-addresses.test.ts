/** Which changes of a machine's addresses are changes of its network. */
import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ADDRESS_CHECK_INTERVAL_MS } from '../policy.ts';
import { watchAddresses } from './watch-addresses.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  mac: '00:00:00:00:00:00',
  ...(address.includes(':')
    ? { family: 'IPv6', netmask: 'ffff:ffff:ffff:ffff::', cidr: `${address}/64`, scopeid: 0 }
    : { family: 'IPv4', netmask: '255.255.255.0', cidr: `${address}/24` }),
});

const loopback = [at('127.0.0.1', true)];
const wifi = { lo: loopback, wlan0: [at('192.168.1.7')] };

let interfaces: Record<string, NetworkInterfaceInfo[]>;
let changes: number;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  interfaces = wifi;
  changes = 0;
  stop = watchAddresses(
    () => (changes += 1),
    () => interfaces,
  );
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test.each([
  ['another address', { ...wifi, wlan0: [at('10.0.0.3')] }, 1],
  ['a cable beside Wi-Fi', { ...wifi, eth0: [at('192.168.1.8')] }, 1],
  ['a VPN', { ...wifi, tun0: [at('10.8.0.2')] }, 1],
  ['no network at all', { lo: loopback }, 1],
  ['an interface that has no address of its own yet', { ...wifi, eth0: [at('169.254.3.4'), at('fe80::1')] }, 0],
  ['the same in another order', { wlan0: [at('192.168.1.7')], lo: loopback }, 0],
])('%s', (_title, after, expected) => {
  interfaces = after;
  vi.advanceTimersByTime(3 * ADDRESS_CHECK_INTERVAL_MS);
  expect(changes).toBe(expected);
});

test('there and back are two changes, and none is reported after the end', () => {
  interfaces = { lo: loopback };
  vi.advanceTimersByTime(ADDRESS_CHECK_INTERVAL_MS);
  interfaces = wifi;
  vi.advanceTimersByTime(ADDRESS_CHECK_INTERVAL_MS);
  expect(changes).toBe(2);
  stop();
  interfaces = { lo: loopback };
  vi.advanceTimersByTime(10 * ADDRESS_CHECK_INTERVAL_MS);
  expect(changes).toBe(2);
});
