/** STUN and TURN addresses that browsers accept, and the right form of the others. */
import { expect, test } from 'vitest';
import { iceAddressProblem, stunAddressesOf } from './ice-address.ts';

test.each(['stun:stun.example.org', 'stun:stun.example.org:3478', 'stun:192.0.2.1:3478', 'stun:[2001:db8::1]:3478'])(
  '%s is a STUN address',
  (address) => {
    expect(iceAddressProblem(address, 'stun')).toBeUndefined();
  },
);

test.each([
  'turn:turn.example.org',
  'turn:turn:3478',
  'turn:turn.example.org:3478?transport=udp',
  'turn:turn.example.org:443?transport=tcp',
  'turns:turn.example.org',
  'turns:turn.example.org:443?transport=tcp',
  'turn:[2001:db8::1]:3478?transport=udp',
])('%s is a TURN address', (address) => {
  expect(iceAddressProblem(address, 'turn')).toBeUndefined();
});

test.each([
  ['stun', 'stun://stun.test:3478', 'stun:stun.test:3478'],
  ['stun', 'stun:stun.test:3478?transport=udp', 'stun:stun.test:3478'],
  ['stun', 'stun:stun.test/', 'stun:stun.test'],
  ['stun', 'stuns:stun.test:5349', 'stun:stun.test'],
  ['stun', 'STUN:stun.test', 'stun:stun.test'],
  ['stun', 'stun:2001:db8::1', 'stun:[2001:db8::1]'],
  ['turn', 'turn://turn.test:3478', 'turn:turn.test:3478'],
  ['turn', 'turns://turn.test:443?transport=tcp', 'turns:turn.test:443?transport=tcp'],
  ['turn', 'turn:turn.test:3478?transport=tls', 'turns:turn.test:3478?transport=tcp'],
  ['turn', 'turns:turn.test:443?transport=udp', 'turns:turn.test:443?transport=tcp'],
  ['turn', 'turn:turn.test?transport=UDP', 'turn:turn.test?transport=udp'],
  ['turn', 'turn:user@turn.test', 'turn:turn.test'],
] as const)('a %s server at %s: the message says to write %s', (kind, address, right) => {
  expect(iceAddressProblem(address, kind)).toBe(`browsers refuse “${address}”; write ${right}`);
});

test.each([
  ['stun', 'turn:turn.test:3478'],
  ['stun', 'stun.test:3478'],
  ['stun', 'stun:'],
  ['stun', 'stun:stun.test:0'],
  ['stun', 'stun:stun.test:99999'],
  ['stun', 'stun:999.0.2.1'],
  ['stun', 'stun:a b'],
  ['turn', 'turn:turn.test:port'],
  ['turn', 'turn:[2001:db8::1'],
  ['turn', 'turn:[fe80::1%eth0]'],
  ['turn', 'turn:turn.test?transport=sctp'],
  ['turn', 'https://turn.test'],
] as const)('a %s server at %s: the message gives an example', (kind, address) => {
  expect(iceAddressProblem(address, kind)).toMatch(/; write (stun:stun|turn:turn)\.example\.org:3478/);
});

test('TURN servers on UDP are STUN servers as well', () => {
  const turnUrls = [
    'turn:turn.test:3478?transport=udp',
    'turn:turn.test:3478?transport=tcp',
    'turns:turn.test:443?transport=tcp',
    'turn:[2001:db8::1]',
  ];
  const stunUrls = stunAddressesOf(turnUrls);
  expect(stunUrls).toEqual(['stun:turn.test:3478', 'stun:[2001:db8::1]']);
  expect(stunUrls.map((address) => iceAddressProblem(address, 'stun'))).toEqual([undefined, undefined]);
  expect(stunAddressesOf(['turns:turn.test:443?transport=tcp'])).toEqual([]);
});
