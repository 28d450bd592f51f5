/** Every call of the page has a schema, which refuses what the call does not need. */
import { expect, test } from 'vitest';
import { desktopCalls } from '@lectern/bridge';
import { callArguments } from './call-arguments.ts';

const claims = { service: 'lectern.example:4400', roomId: 'a'.repeat(20), epoch: 1, challenge: 'once' };

test('the calls of the contract and the schemas are the same', () => {
  expect(Object.keys(callArguments).toSorted()).toEqual(Object.keys(desktopCalls).toSorted());
});

test.each(Object.entries(callArguments))('%s refuses additional arguments', (_name, schema) => {
  expect(schema.safeParse([claims, 'text', 'more', 'and more']).success).toBe(false);
});

test('no claim may contain a line break, since claims are signed as lines, and none may be added', () => {
  expect(callArguments.proveRoom.safeParse([claims]).success).toBe(true);
  expect(callArguments.proveRoom.safeParse([{ ...claims, service: 'a\nb' }]).success).toBe(false);
  expect(callArguments.proveRoom.safeParse([{ ...claims, more: 1 }]).success).toBe(false);
});

test('a capture can be granted for an id of Electron and for nothing else', () => {
  const isValid = (choice: unknown): boolean => callArguments.allowCapture.safeParse([choice]).success;
  expect(isValid({ kind: 'screen', id: 'window:31457283:0' })).toBe(true);
  expect(isValid({ kind: 'system-sound' })).toBe(true);
  expect(isValid({ kind: 'screen', id: 'web-contents-media-stream://1:1' })).toBe(false);
  expect(isValid({ kind: 'system-sound', id: 'screen:0:0' })).toBe(false);
  expect(isValid({ kind: 'camera' })).toBe(false);
});
