/** Pressed keys become accelerators, and accelerators become words, on each system. */
import { expect, test } from 'vitest';
import { acceleratorOf, acceleratorText, type KeyPress } from './accelerator.ts';

const press = (change: Partial<KeyPress>): KeyPress => ({
  code: 'KeyP',
  key: 'p',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

test.each([
  [press({ ctrlKey: true, shiftKey: true, key: 'P' }), 'CommandOrControl+Shift+P'],
  [press({ ctrlKey: true, code: 'Digit7', key: '/', shiftKey: true }), 'CommandOrControl+Shift+7'],
  [press({ altKey: true, code: 'KeyY', key: 'z' }), 'Alt+Z'],
  [press({ code: 'F9', key: 'F9' }), 'F9'],
  [press({ ctrlKey: true, code: 'Space', key: ' ' }), 'CommandOrControl+Space'],
  [press({ metaKey: true }), 'Super+P'],
  // Plain typing is no shortcut, and neither is a modifier alone.
  [press({ shiftKey: true, key: 'P' }), null],
  [press({}), null],
  [press({ ctrlKey: true, code: 'ControlLeft', key: 'Control' }), null],
])('%o is %s', (given, accelerator) => {
  expect(acceleratorOf(given, false)).toBe(accelerator);
});

test('on a Mac the command key comes first, and symbols name the keys', () => {
  expect(acceleratorOf(press({ metaKey: true, shiftKey: true }), true)).toBe('CommandOrControl+Shift+P');
  expect(acceleratorOf(press({ ctrlKey: true }), true)).toBe('Control+P');
  expect(acceleratorText('CommandOrControl+Shift+P', true)).toBe('⌘ ⇧ P');
  expect(acceleratorText('CommandOrControl+Shift+P', false)).toBe('Ctrl + Shift + P');
});
