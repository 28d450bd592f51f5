/** A choice allows one capture, for a short time. */
import { expect, test } from 'vitest';
import { CaptureGrant } from './capture-grant.ts';

const screen = { kind: 'screen', id: 'screen:0:0' } as const;
const sound = { kind: 'system-sound' } as const;

test('a choice is granted once', () => {
  const grant = new CaptureGrant();
  expect(grant.use()).toBeUndefined();
  grant.give(screen);
  expect(grant.use()).toEqual(screen);
  expect(grant.use()).toBeUndefined();
});

test('the latest choice counts, and “nothing” withdraws it', () => {
  const grant = new CaptureGrant();
  grant.give(screen);
  grant.give(sound);
  expect(grant.use()).toEqual(sound);
  grant.give(screen);
  grant.give({ kind: 'nothing' });
  expect(grant.use()).toBeUndefined();
});

test('a choice that is not used soon expires', () => {
  let nowMs = 0;
  const grant = new CaptureGrant(() => nowMs);
  grant.give(screen);
  nowMs = 11_000;
  expect(grant.use()).toBeUndefined();
});
