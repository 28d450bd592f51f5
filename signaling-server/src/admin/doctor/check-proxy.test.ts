/** What the doctor says about a reverse proxy and its headers. */
import { expect, test } from 'vitest';
import type { SeenRequest } from '../../page/seen-request.ts';
import { FORGED_ADDRESS, judgeProxies } from './check-proxy.ts';

const url = new URL('https://lectern.test');
const right: SeenRequest = {
  now: 0,
  client: '203.0.113.9',
  forwardedFor: ['203.0.113.9'],
  secure: true,
  trustedProxies: 1,
};

const judge = (plain: Partial<SeenRequest>, forged: Partial<SeenRequest> = plain, at = url) =>
  judgeProxies(at, { ...right, ...plain }, { ...right, ...forged }).map(
    ({ verdict, mend }) => `${verdict}: ${mend ?? ''}`,
  );

test('a proxy that adds the client’s address, and one that replaces what the client says, are right', () => {
  expect(judge({})).toEqual(['ok: ']);
  expect(judge({}, { forwardedFor: [FORGED_ADDRESS, '203.0.113.9'] })).toEqual(['ok: ']);
});

test('without TLS and without a proxy nothing is missing', () => {
  const direct = { forwardedFor: [], trustedProxies: 0, secure: false };
  const forged = { ...direct, forwardedFor: [FORGED_ADDRESS] };
  expect(judge(direct, forged, new URL('http://10.0.0.7:8420'))).toEqual(['ok: ']);
});

test.each([
  ['an untrusted proxy', { trustedProxies: 0 }, {}, 'fault: set LECTERN_TRUSTED_PROXIES=1'],
  [
    'two proxies, one of them trusted',
    { forwardedFor: ['203.0.113.9', '10.0.0.2'], client: '10.0.0.2' },
    {},
    'fault: set LECTERN_TRUSTED_PROXIES=2, if all of them are yours',
  ],
  [
    'more trusted than there are',
    { trustedProxies: 2 },
    { client: FORGED_ADDRESS },
    'fault: set LECTERN_TRUSTED_PROXIES=1, as many as there are',
  ],
  [
    'a proxy that passes on what the client says',
    {},
    { client: FORGED_ADDRESS, forwardedFor: [FORGED_ADDRESS] },
    'fault: let the proxy add the client’s address to X-Forwarded-For, instead of passing it on unchanged',
  ],
  [
    'a proxy that names no one',
    { forwardedFor: [] },
    {},
    'fault: let the proxy set X-Forwarded-For; docs/admin.md has the lines for yours',
  ],
  ['a proxy that names no address', { forwardedFor: ['unknown'] }, {}, 'fault: let it name the client’s address'],
  [
    'a proxy that keeps the scheme to itself',
    { secure: false },
    {},
    'warning: let the proxy set X-Forwarded-Proto to https',
  ],
])('%s', (_what, plain, forged, expected) => {
  expect(judge(plain, { ...plain, ...forged })).toContain(expected);
});
