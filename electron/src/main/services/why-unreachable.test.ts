/** Chromium's network errors as reasons for the presenter. */
import { expect, test } from 'vitest';
import { whyUnreachable } from './why-unreachable.ts';

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

test('an aborted request has timed out', () => {
  expect(whyUnreachable(new DOMException('cut short', 'TimeoutError'))).toBe('timed-out');
});
