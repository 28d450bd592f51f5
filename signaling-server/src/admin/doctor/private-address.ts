/** Addresses that only a machine or its own network can reach (RFC 6890 and its registries). */
import { BlockList, isIPv6 } from 'node:net';

const ranges = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  ranges.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  ranges.addSubnet(network, bits, 'ipv6');
}

export const isPrivateAddress = (address: string): boolean => ranges.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

export const isLoopback = (address: string): boolean => /^(127\.|::1$)/.test(address);
