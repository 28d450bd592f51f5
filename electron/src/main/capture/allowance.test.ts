import { expect, test } from 'vitest';
import { Allowance } from './allowance.ts';

const screen = { kind: 'screen', id: 'screen:0:0' } as const;
const sound = { kind: 'system-sound' } as const;

test('what is chosen is given once', () => {
  const allowance = new Allowance();
  expect(allowance.take()).toBeUndefined();
  allowance.give(screen);
  expect(allowance.take()).toEqual(screen);
  expect(allowance.take()).toBeUndefined();
});

test('the last choice counts, and none takes it back', () => {
  const allowance = new Allowance();
  allowance.give(screen);
  allowance.give(sound);
  expect(allowance.take()).toEqual(sound);
  allowance.give(screen);
  allowance.give({ kind: 'nothing' });
  expect(allowance.take()).toBeUndefined();
});

test('what is not fetched soon is not given later', () => {
  let nowMs = 0;
  const allowance = new Allowance(() => nowMs);
  allowance.give(screen);
  nowMs = 11_000;
  expect(allowance.take()).toBeUndefined();
});
