import { expect, test } from 'vitest';
import { readAnswer, whyUnreachable } from './reach.ts';

test.each([
  ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
  ['net::ERR_NAME_NOT_RESOLVED', 'name-not-found'],
  ['net::ERR_CONNECTION_REFUSED', 'refused'],
  ['net::ERR_ADDRESS_UNREACHABLE', 'refused'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
  ['net::ERR_CERT_DATE_INVALID', 'certificate'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'certificate'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timed-out'],
  ['net::ERR_TIMED_OUT', 'timed-out'],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
  ["Attempted to redirect, but redirect policy was 'error'", 'not-lectern'],
  ['net::ERR_CONNECTION_RESET', 'no-answer'],
  ['Failed to fetch', 'no-answer'],
])('%s is %s', (message, why) => {
  expect(whyUnreachable(new Error(message))).toBe(why);
});

test('a look that was cut short has timed out', () => {
  expect(whyUnreachable(new DOMException('cut short', 'TimeoutError'))).toBe('timed-out');
});

const spoken = { newest: 3, oldest: 2 };
const body = (change: object = {}): string =>
  JSON.stringify({ service: 'lectern', version: '1.2.3', protocol: spoken, presenting: 'open', ...change });
const read = (text: string, status = 200) => readAnswer({ status, body: text, latencyMs: 12 }, spoken);
const reachable = { kind: 'reachable', version: '1.2.3', latencyMs: 12, presenting: 'open' };

test.each([
  ['of the same version', {}],
  ['one version newer', { protocol: { newest: 4, oldest: 3 } }],
  ['one version older', { protocol: { newest: 2, oldest: 1 } }],
  ['that says more, and what is not known yet', { more: 1, presenting: 'by-invitation' }],
])('a service %s is reachable', (_what, change) => {
  expect(read(body(change))).toEqual(reachable);
});

test('beyond one version it is said which side is too old, whatever else has changed', () => {
  const newer = body({ protocol: { newest: 5, oldest: 4 }, presenting: undefined });
  expect(read(newer)).toEqual({ kind: 'app-too-old', version: '1.2.3' });
  expect(read(body({ protocol: { newest: 1, oldest: 1 } }))).toEqual({ kind: 'service-too-old', version: '1.2.3' });
});

test.each([
  ['a web page', '<!doctype html>', 200, 'not-lectern'],
  ['another service', '{"service":"other"}', 200, 'not-lectern'],
  ['nothing at that path', 'Not found.', 404, 'not-lectern'],
  ['a proxy without its service', 'Bad gateway', 502, 'no-answer'],
  ['a proxy that wants a password', '', 407, 'proxy'],
])('%s', (_what, text, status, why) => {
  expect(read(text, status)).toEqual({ kind: 'unreachable', why });
});
