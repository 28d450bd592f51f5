/** Which frames may call the main process, and which calls the strip may make. */
import { expect, test } from 'vitest';
import { isTrustedFrame } from './trusted-frame.ts';

const page = 'app://lectern/';
const own = { origin: 'app://lectern', url: page, parent: null };

test('the top frame of our page is trusted, with any fragment', () => {
  expect(isTrustedFrame(own, page)).toBe(true);
  expect(isTrustedFrame({ ...own, url: `${page}#settings` }, page)).toBe(true);
});

test.each([
  ['a frame that is gone', null],
  ['an embedded frame of our origin', { ...own, parent: {} }],
  ['a foreign page', { ...own, origin: 'https://lectern.example', url: 'https://lectern.example/' }],
  ['a page whose origin begins with ours', { ...own, origin: 'app://lectern.example', url: 'app://lectern.example/' }],
  ['an opaque origin', { ...own, origin: 'null' }],
  ['another page of our own, such as the control strip', { ...own, url: `${page}strip.html` }],
])('%s is not trusted', (_what, frame) => {
  expect(isTrustedFrame(frame, page)).toBe(false);
});

test('only the strip may make the strip’s calls', () => {
  expect(isTrustedFrame({ ...own, url: `${page}strip.html` }, `${page}strip.html`)).toBe(true);
  expect(isTrustedFrame(own, `${page}strip.html`)).toBe(false);
});
