import { expect, test } from 'vitest';
import { isTrustedFrame } from './trusted-frame.ts';

const page = 'app://lectern';

test('the top frame of our page is trusted', () => {
  expect(isTrustedFrame({ origin: page, parent: null }, page)).toBe(true);
});

test.each([
  ['a frame that is gone', null],
  ['an embedded frame of our origin', { origin: page, parent: {} }],
  ['a foreign page', { origin: 'https://lectern.example', parent: null }],
  ['a page whose origin begins with ours', { origin: 'app://lectern.example', parent: null }],
  ['an opaque origin', { origin: 'null', parent: null }],
])('%s is not', (_what, frame) => {
  expect(isTrustedFrame(frame, page)).toBe(false);
});
