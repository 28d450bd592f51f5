/** Answers of hosted TURN services in their three forms, and what is no answer. */
import { expect, test } from 'vitest';
import { readCredentials } from './credentials-answer.ts';

const urls = ['turn:t.example:3478?transport=udp', 'turns:t.example:443?transport=tcp'];
const access = { username: 'name', credential: 'word' };
const server = { urls, ...access };

test.each([
  ['Cloudflare', { iceServers: [{ urls: ['stun:stun.cloudflare.com:3478'] }, server] }],
  ['Cloudflare, before', { iceServers: server }],
  ['Metered', [{ urls: 'stun:s.example' }, ...urls.map((url) => ({ urls: url, ...access }))]],
  ['Twilio', { ttl: '3600', ice_servers: [{ url: 'stun:s.example' }, ...urls.map((url) => ({ url, ...access }))] }],
])('the form of %s', (_whose, answer) => {
  const { servers } = readCredentials(answer);
  expect(servers.flatMap((each) => each.urls)).toEqual(urls);
  expect(servers[0]).toMatchObject(access);
});

test('the time that it names counts', () => {
  expect(readCredentials({ iceServers: [server], ttl: '3600' }).ttlS).toBe(3600);
  expect(readCredentials([server]).ttlS).toBeUndefined();
});

test('an address that browsers refuse is left out', () => {
  const answer = [{ urls: ['turn:t.example', 'turns:t.example?transport=udp', 'http://t.example'], ...access }];
  expect(readCredentials(answer).servers).toEqual([{ urls: ['turn:t.example'], ...access }]);
});

test.each([null, 'text', {}, [], { iceServers: [] }, [{ urls: 'stun:s.example' }], [{ urls }], { iceServers: 5 }])(
  '%j is no answer',
  (answer) => {
    expect(() => readCredentials(answer)).toThrow();
  },
);
