/** Which presses of single keys count. */
import { expect, test } from 'vitest';
import { commandOf, type Press } from './keys.ts';

const press = (key: string): Press => ({ key, isRepeat: false, hasModifier: false, isTaken: false });

test('M, C and P do what their buttons do', () => {
  expect(['m', 'M', 'c', 'p'].map((key) => commandOf(press(key), 'live'))).toEqual([
    'toggle-microphone',
    'toggle-microphone',
    'toggle-camera',
    'pause',
  ]);
  expect(commandOf(press('p'), 'paused')).toBe('resume');
  expect(commandOf(press('p'), 'off')).toBeNull();
  expect(commandOf(press(' '), 'live')).toBeNull();
});

test('a held key, a key with a modifier, and a key in a field do nothing', () => {
  expect(commandOf({ ...press('m'), isRepeat: true }, 'live')).toBeNull();
  expect(commandOf({ ...press('m'), hasModifier: true }, 'live')).toBeNull();
  expect(commandOf({ ...press('m'), isTaken: true }, 'live')).toBeNull();
});
