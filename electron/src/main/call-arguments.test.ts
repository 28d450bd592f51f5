import { expect, test } from 'vitest';
import { desktopCalls } from '@lectern/bridge';
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

test('a capture is allowed of something that Electron has named, and of nothing else', () => {
  const isValid = (choice: unknown): boolean => callArguments.allowCapture.safeParse([choice]).success;
  expect(isValid({ kind: 'screen', id: 'window:31457283:0' })).toBe(true);
  expect(isValid({ kind: 'system-sound' })).toBe(true);
  expect(isValid({ kind: 'screen', id: 'web-contents-media-stream://1:1' })).toBe(false);
  expect(isValid({ kind: 'system-sound', id: 'screen:0:0' })).toBe(false);
  expect(isValid({ kind: 'camera' })).toBe(false);
});
