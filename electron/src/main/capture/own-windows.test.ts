/** The app never offers its own windows for sharing. */
import { expect, test } from 'vitest';
import { withoutOwn } from './own-windows.ts';

test('own windows are left out, with any third part of their id; screens and other windows stay', () => {
  const sources = ['screen:0:0', 'window:41:0', 'window:42:0', 'window:43:1'].map((id) => ({ id }));
  expect(withoutOwn(sources, ['window:42:1', 'window:43:1'])).toEqual([{ id: 'screen:0:0' }, { id: 'window:41:0' }]);
});
