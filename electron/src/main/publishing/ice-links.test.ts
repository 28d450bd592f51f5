/** ICE servers are read from `Link` headers, and what a server must not send is left out. */
import { expect, test } from 'vitest';
import { iceServersIn } from './ice-links.ts';

test('STUN and TURN servers, with quoted commas and escapes', () => {
  const header =
    '<stun:stun.example>; rel="ice-server", ' +
    '<turn:turn.example?transport=udp>; rel="ice-server"; username="a, \\"b\\""; credential="x;y"; credential-type="password",' +
    '<turns:turn.example:443>;rel=ice-server;username=a;credential=b';
  expect(iceServersIn(header)).toEqual([
    { urls: ['stun:stun.example'] },
    { urls: ['turn:turn.example?transport=udp'], username: 'a, "b"', credential: 'x;y' },
    { urls: ['turns:turn.example:443'], username: 'a', credential: 'b' },
  ]);
});

test('other links, other schemes, and TURN without credentials are left out', () => {
  const header =
    '<https://example.org/events>; rel="urn:ietf:params:whip:ext:core:server-sent-events"; events="a,b", ' +
    '<https://example.org>; rel="ice-server", <turn:turn.example>; rel="ice-server", <stun:one.example>; rel="ice-server"';
  expect(iceServersIn(header)).toEqual([{ urls: ['stun:one.example'] }]);
});

test('a server cannot hand out any number', () => {
  const header = Array.from({ length: 50 }, (_, index) => `<stun:${String(index)}.example>; rel="ice-server"`).join(
    ', ',
  );
  expect(iceServersIn(header)).toHaveLength(8);
  expect([iceServersIn(null), iceServersIn(''), iceServersIn('<'.repeat(10_000))]).toEqual([[], [], []]);
});
