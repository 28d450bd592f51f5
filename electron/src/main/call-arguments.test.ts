import { expect, test } from 'vitest';
import { desktopCalls } from '../bridge/contract.ts';
import { callArguments } from './call-arguments.ts';

const claims = { service: 'lectern.example:4400', roomId: 'a'.repeat(20), epoch: 1, challenge: 'once' };

test('every call of the contract has its schema, and no other', () => {
  expect(Object.keys(callArguments).toSorted()).toEqual(Object.keys(desktopCalls).toSorted());
});

test.each(Object.entries(callArguments))('%s takes no more than it says', (_name, schema) => {
  expect(schema.safeParse([claims, 'text', 'more', 'and more']).success).toBe(false);
});

test('claims are signed as lines, so none may hold a line break, and none may be added', () => {
  expect(callArguments.proveRoom.safeParse([claims]).success).toBe(true);
  expect(callArguments.proveRoom.safeParse([{ ...claims, service: 'a\nb' }]).success).toBe(false);
  expect(callArguments.proveRoom.safeParse([{ ...claims, more: 1 }]).success).toBe(false);
});
