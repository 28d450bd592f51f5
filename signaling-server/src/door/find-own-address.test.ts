/** The service’s own address, chosen among the interfaces of machines of several kinds. */
import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { bestOf } from './find-own-address.ts';

const v4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  family: 'IPv4',
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: `${address}/24`,
});
const v6 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  family: 'IPv6',
  internal,
  netmask: 'ffff:ffff:ffff:ffff::',
  mac: '00:00:00:00:00:00',
  cidr: `${address}/64`,
  scopeid: 0,
});
const both = ['IPv4', 'IPv6'] as const;
const loopback = { lo: [v4('127.0.0.1', true), v6('::1', true)] };

test.each([
  ['a container network first', { docker0: [v4('172.17.0.1')], eth0: [v4('10.88.1.2')] }, '10.88.1.2'],
  ['a link-local address first', { eth9: [v4('169.254.17.3')], eth0: [v4('10.88.1.2')] }, '10.88.1.2'],
  ['a bridge of a container engine', { 'br-5f2e': [v4('172.18.0.1')], wlan0: [v4('192.168.1.5')] }, '192.168.1.5'],
  ['a VPN first', { tun0: [v4('10.8.0.2')], wlan0: [v4('192.168.1.5')] }, '192.168.1.5'],
  ['Hyper-V first', { 'vEthernet (WSL)': [v4('172.30.0.1')], 'Wi-Fi': [v4('192.168.1.5')] }, '192.168.1.5'],
  ['IPv6 first', { eth0: [v6('fd77:31::2'), v4('10.88.1.2')] }, '10.88.1.2'],
  ['only IPv6', { eth0: [v6('fe80::1'), v6('fd77:31::2')] }, 'fd77:31::2'],
])('%s: the address of the real network is taken', (_what, interfaces, address) => {
  expect(bestOf({ ...loopback, ...interfaces }, both)).toMatchObject({ address, standing: 'local' });
});

test('an address that is probably of no use is better than none, and is marked as doubtful', () => {
  expect(bestOf({ docker0: [v4('172.17.0.1')], eth0: [v4('169.254.17.3')] }, both)).toMatchObject({
    address: '169.254.17.3',
    standing: 'doubtful',
  });
  expect(bestOf({ docker0: [v4('172.17.0.1')] }, both)).toMatchObject({ address: '172.17.0.1', standing: 'doubtful' });
});

test('a family that the service does not listen on gives no address', () => {
  expect(bestOf({ eth0: [v6('fd77:31::2')] }, ['IPv4'])).toBeUndefined();
});

test('a machine without a network has none', () => {
  expect(bestOf({ ...loopback, eth0: [v6('fe80::1')] }, both)).toBeUndefined();
});
