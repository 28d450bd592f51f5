/** Which forwarded headers are believed, and which address counts. */
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressKey, dialedUrl, isAllowedOrigin, readDialed, type Dialed } from './addresses.ts';

const requestWith = (headers: Record<string, string>): IncomingMessage =>
  Object.assign(new IncomingMessage(new Socket()), { headers });
const dialed = (host: string, secure = false): Dialed => ({
  host,
  secure,
  addressKey: '',
  refusedAddress: undefined,
  isLocal: false,
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

describe('forwarded headers', () => {
  const request = requestWith({
    host: 'inner:8420',
    'x-forwarded-for': '203.0.113.66, 198.51.100.1, 198.51.100.2',
    'x-forwarded-host': 'evil.example, Live.Example',
    'x-forwarded-proto': 'https',
  });

  test('are ignored without a trusted proxy', () => {
    expect(readDialed(request, 0)).toMatchObject({ host: 'inner:8420', secure: false });
  });

  test('are read from the right, one hop for each trusted proxy', () => {
    expect(readDialed(request, 1)).toMatchObject({ addressKey: '198.51.100.2', host: 'live.example', secure: true });
    expect(readDialed(request, 2).addressKey).toBe('198.51.100.1');
    expect(readDialed(request, 9).addressKey).toBe('203.0.113.66');
  });

  test('the port of a forwarded address does not count', () => {
    const keyOf = (address: string): string => readDialed(requestWith({ 'x-forwarded-for': address }), 1).addressKey;
    expect(keyOf('203.0.113.8:41234')).toBe('203.0.113.8');
    expect(keyOf('[2001:db8::1]:41234')).toBe(keyOf('2001:db8::2'));
  });

  test('what is no address is refused: the address of the proxy counts', () => {
    const { addressKey: key, refusedAddress } = readDialed(requestWith({ 'x-forwarded-for': 'unknown' }), 1);
    expect(key).toBe('');
    expect(refusedAddress).toBe('unknown');
    expect(readDialed(request, 1).refusedAddress).toBeUndefined();
  });

  test('an invalid host is dropped', () => {
    expect(readDialed(requestWith({ host: "a; script-src 'unsafe-inline'" }), 0).host).toBe('');
  });
});

test.each([
  ['live.example', true, 'https://live.example'],
  ['live.example:443', true, 'https://live.example'],
  ['10.0.0.1:81', false, 'http://10.0.0.1:81'],
  ['[2001:db8::1]:81', false, 'http://[2001:db8::1]:81'],
  ['', false, 'http://localhost:8420'],
  ['a:b:c', true, 'http://localhost:8420'],
])('a request to %s (TLS: %s) has dialed %s', (host, secure, url) => {
  expect(dialedUrl(dialed(host, secure), 8420)).toBe(url);
});

test('an app names the address that it has dialed', () => {
  expect(dialedUrl(dialed('127.0.0.1:8420'), 8420, 'https://live.example')).toBe('https://live.example');
  expect(dialedUrl(dialed('live.example'), 8420, 'https://live.example:99999')).toBe('http://live.example');
});

test.each([
  [undefined, 'a:1', true],
  ['app://lectern', 'a:1', true],
  ['http://a:1', 'a:1', true],
  ['https://a', 'a:443', true],
  ['http://a:2', 'a:1', false],
  ['http://b', 'a', false],
  ['http://dev:5173', 'a', true],
  ['null', 'a', false],
  ['http://', '', false],
])('a page from %s may talk to %s: %s', (origin, host, allowed) => {
  expect(isAllowedOrigin(origin, dialed(host), ['http://dev:5173'])).toBe(allowed);
});
