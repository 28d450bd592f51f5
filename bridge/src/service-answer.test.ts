/** Answers of services of all versions, and of servers that are no service. */
import { expect, test } from 'vitest';
import { readAnswer } from './service-answer.ts';

const spoken = { newest: 3, oldest: 2 };
const body = (change: object = {}): string =>
  JSON.stringify({ service: 'lectern', version: '1.2.3', protocol: spoken, presenting: 'open', ...change });
const read = (text: string, status = 200) => readAnswer({ status, body: text, latencyMs: 12 }, spoken);
const reachable = { kind: 'reachable', version: '1.2.3', latencyMs: 12, presenting: 'open', signIn: null };

test.each([
  ['of the same version', {}],
  ['one version newer', { protocol: { newest: 4, oldest: 3 } }],
  ['one version older', { protocol: { newest: 2, oldest: 1 } }],
  ['with unknown fields and an unknown value', { more: 1, presenting: 'by-invitation' }],
])('a service %s is reachable', (_what, change) => {
  expect(read(body(change))).toEqual(reachable);
});

test('where presenters sign in, the answer says how; what is no such thing counts as none', () => {
  const signIn = { issuer: 'https://login.example', clientId: 'app', scope: 'openid', deviceCode: true };
  expect(read(body({ signIn: { ...signIn, more: 1 } }))).toEqual({ ...reachable, signIn });
  expect(read(body({ signIn: { ...signIn, issuer: 7 } }))).toEqual(reachable);
});

test('beyond one version the result says which side is too old, also where the rest has changed', () => {
  const newer = body({ protocol: { newest: 5, oldest: 4 }, presenting: undefined });
  expect(read(newer)).toEqual({ kind: 'app-too-old', version: '1.2.3' });
  expect(read(body({ protocol: { newest: 1, oldest: 1 } }))).toEqual({ kind: 'service-too-old', version: '1.2.3' });
});

test.each([
  ['a web page', '<!doctype html>', 200, 'not-lectern'],
  ['another service', '{"service":"other"}', 200, 'not-lectern'],
  ['no such path', 'Not found.', 404, 'not-lectern'],
  ['a proxy without its service', 'Bad gateway', 502, 'no-answer'],
  ['a proxy that requires a password', '', 407, 'proxy'],
])('%s', (_what, text, status, why) => {
  expect(read(text, status)).toEqual({ kind: 'unreachable', why });
});
