/** The line and the advice about a service that was checked. */
import type { ServiceReach } from '@lectern/bridge';
import { expect, test } from 'vitest';
import { canBeOverheard, standingOf, whyUnreachable } from './service-standing.ts';

const reachable: ServiceReach = {
  kind: 'reachable',
  version: '1.2.3',
  latencyMs: 12,
  presenting: 'open',
  signIn: null,
};
const check = (reach: ServiceReach) => ({ reach, hasKey: false, signedIn: null });
const signIn = { issuer: 'https://login.example', clientId: 'app', scope: 'openid', deviceCode: false };

test('a service that answers shows its latency, its version and whether it admits the presenter', () => {
  expect(standingOf(check(reachable))).toEqual({
    tone: 'fine',
    state: 'Answers in 12 ms · version 1.2.3 · no key needed',
    advice: null,
  });
  expect(standingOf(check({ ...reachable, presenting: 'admitted', latencyMs: 1240 })).state).toMatch(
    /1\.2 s.*accepted/,
  );
  expect(standingOf(check({ ...reachable, presenting: 'key-required' })).advice).toMatch('needs a presenter key');
  expect(standingOf(check({ ...reachable, presenting: 'key-refused' })).advice).toMatch(
    'doesn’t accept your presenter key',
  );
});

test('a service with sign-in says that the presenter is signed in, or has to sign in, and why', () => {
  expect(standingOf(check({ ...reachable, signIn, presenting: 'admitted' })).state).toMatch('you are signed in');
  expect(standingOf(check({ ...reachable, signIn, presenting: 'sign-in-required' })).advice).toMatch('sign in');
  expect(standingOf(check({ ...reachable, signIn, presenting: 'sign-in-expired' })).advice).toMatch('Sign in again');
  expect(standingOf(check({ ...reachable, signIn, presenting: 'sign-in-refused' }))).toMatchObject({
    tone: 'trouble',
    advice: expect.stringContaining('Ask its admin'),
  });
});

test('the advice names the side to update', () => {
  expect(standingOf(check({ kind: 'app-too-old', version: '9' })).advice).toMatch('Update the app');
  expect(standingOf(check({ kind: 'service-too-old', version: '0' })).advice).toMatch('Ask its admin to update it');
});

test('a reason is given only where the check found one', () => {
  expect(whyUnreachable(check({ kind: 'unreachable', why: 'certificate' }))).toMatch('certificate');
  expect(whyUnreachable(check({ kind: 'unreachable', why: 'no-answer' }))).toBeNull();
  expect(whyUnreachable(check(reachable))).toBeNull();
  expect(whyUnreachable(undefined)).toBeNull();
});

test.each([
  ['https://lectern.example', false],
  ['http://127.0.0.1:8420', false],
  ['http://[::1]:8420', false],
  ['http://localhost', false],
  ['http://192.168.1.5', true],
  ['http://lectern.local', true],
])('%s can be overheard: %s', (origin, can) => {
  expect(canBeOverheard(origin)).toBe(can);
});
