import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressKey, isAllowedOrigin, readDialed, watchOrigin, type Dialed } from './addresses.ts';

const requestWith = (headers: Record<string, string>): IncomingMessage =>
  Object.assign(new IncomingMessage(new Socket()), { headers });
const dialed = (host: string, secure = false): Dialed => ({
  host,
  secure,
  addressKey: '',
  refusedAddress: undefined,
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

describe('the watch link’s origin', () => {
  const open = { publicUrl: null, host: '0.0.0.0' };

  test('is the public URL if one is set', () => {
    expect(watchOrigin({ ...open, publicUrl: 'https://live.example' }, dialed('10.0.0.1:1'), 1)).toBe(
      'https://live.example',
    );
  });

  test('is otherwise the name that was dialed', () => {
    expect(watchOrigin(open, dialed('live.example', true), 8420)).toBe('https://live.example');
  });

  test('is never loopback if other machines can reach the service', () => {
    const origin = watchOrigin(open, dialed('localhost:8420'), 8420);
    expect(origin).toMatch(/^http:\/\/[\w.]+:8420$/);
    expect(origin).not.toContain('127.');
  });

  test('is loopback if the service listens there only', () => {
    expect(watchOrigin({ ...open, host: '127.0.0.1' }, dialed('127.0.0.1:8420'), 8420)).toBe('http://127.0.0.1:8420');
  });
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
