/** Every kind of secret is removed from a line, and nothing else is. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { redact } from './redact.ts';

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' });
const body = pem.toString().split('\n')[1] ?? '';

test.each([
  ['a private key', `failed to read ${pem.toString()}`, body],
  ['the beginning of a private key', pem.toString().slice(0, 80), body.slice(0, 40)],
  ['a token', 'sent eyJhbGciOiJIUzI1NiJ9.eyJyb29tIjoiYSJ9.c2lnbmVk to the room', 'c2lnbmVk'],
  ['an enrolment link', 'lectern://connect?service=https://a.example&key=zX8vY2nQ4t&name=A', 'zX8vY2nQ4t'],
  ['a kept presenter key', '{"keptBy":"file","key":"zX8vY2nQ4t"}', 'zX8vY2nQ4t'],
  ['a password in an address', 'no answer from https://ada:hunter2@lectern.example/', 'hunter2'],
  ['a quote mark in a key', "lectern://connect?service=https://a.example&key=a'zX8vY2nQ4t", 'zX8vY2nQ4t'],
  ['an encoded enrolment link', 'open lectern%3A%2F%2Fconnect%3Fkey%3DzX8vY2nQ4t%26name%3DA', 'zX8vY2nQ4t'],
  ['a percent sign in a key', 'lectern://connect?key=a%2BzX8vY2nQ4t&name=A', 'zX8vY2nQ4t'],
  ['a longer name of a key', 'presenterKey=zX8vY2nQ4t', 'zX8vY2nQ4t'],
  ['JSON within JSON', String.raw`{"body":"{\"presenterKey\":\"zX8vY2nQ4t\"}"}`, 'zX8vY2nQ4t'],
  ['a passphrase', '{"passphrase":"zX8vY2nQ4t"}', 'zX8vY2nQ4t'],
  ['a bearer token', 'Authorization: Bearer zX8vY2nQ4t', 'zX8vY2nQ4t'],
  ['a watch link', 'copied https://lectern.example/abcdefghjkmnpqrstuvw to', 'fghjkmnpqrstuvw'],
  ['a session description', 'refused v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=ice-pwd:abc', 'ice-pwd'],
  ['a candidate', 'candidate:1 1 udp 2122260223 192.168.1.5 50000 typ host', '192.168.1.5'],
])('%s is hidden', (_what, line, secret) => {
  expect(line).toContain(secret);
  expect(redact(line)).not.toContain(secret);
});

test('an ordinary line stays as it is', () => {
  const line = 'checkService failed: no answer from https://lectern.example (ERR_CONNECTION_REFUSED)';
  expect(redact(line)).toBe(line);
});
