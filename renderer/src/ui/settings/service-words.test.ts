import type { ServiceReach } from '@lectern/bridge';
import { expect, test } from 'vitest';
import { canBeListenedTo, whyNotReached, wordsOf } from './service-words.ts';

const reachable: ServiceReach = { kind: 'reachable', version: '1.2.3', latencyMs: 12, presenting: 'open' };
const check = (reach: ServiceReach) => ({ reach, hasKey: false });

test('what is reached says how fast, which version, and whether one is let in', () => {
  expect(wordsOf(check(reachable))).toEqual({
    tone: 'fine',
    state: 'Answers in 12 ms · version 1.2.3 · no key needed',
    advice: null,
  });
  expect(wordsOf(check({ ...reachable, presenting: 'admitted', latencyMs: 1240 })).state).toMatch(/1\.2 s.*accepted/);
  expect(wordsOf(check({ ...reachable, presenting: 'key-required' })).advice).toMatch('wants a presenter key');
  expect(wordsOf(check({ ...reachable, presenting: 'key-refused' })).advice).toMatch('doesn’t take your presenter key');
});

test('which side is to be updated', () => {
  expect(wordsOf(check({ kind: 'app-too-old', version: '9' })).advice).toMatch('Update the app');
  expect(wordsOf(check({ kind: 'service-too-old', version: '0' })).advice).toMatch('Ask its admin to update it');
});

test('why the service in use is not reached, where more is known than that', () => {
  expect(whyNotReached(check({ kind: 'unreachable', why: 'certificate' }))).toMatch('certificate');
  expect(whyNotReached(check({ kind: 'unreachable', why: 'no-answer' }))).toBeNull();
  expect(whyNotReached(check(reachable))).toBeNull();
  expect(whyNotReached(undefined)).toBeNull();
});

test.each([
  ['https://lectern.example', false],
  ['http://127.0.0.1:8420', false],
  ['http://[::1]:8420', false],
  ['http://localhost', false],
  ['http://192.168.1.5', true],
  ['http://lectern.local', true],
])('%s can be listened to: %s', (origin, can) => {
  expect(canBeListenedTo(origin)).toBe(can);
});
