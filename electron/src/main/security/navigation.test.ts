/** Which addresses are the app's own page. */
import { expect, test } from 'vitest';
import { isOwnPage, originOf } from './navigation.ts';

test.each([
  ['app://lectern/index.html?a#b', 'app://lectern'],
  ['http://localhost:5173/x', 'http://localhost:5173'],
  ['data:text/html,hello', undefined],
  ['file:///etc/passwd', undefined],
  ['nowhere', undefined],
  ['', undefined],
])('the origin of %s is %s', (url, origin) => {
  expect(originOf(url)).toBe(origin);
});

test.each([
  ['app://lectern/', true],
  ['app://lectern/#settings', true],
  ['app://lectern/other.html', false],
  ['app://lectern.example/', false],
  ['https://lectern/', false],
  ['javascript:alert(1)', false],
  ['about:blank', false],
])('%s is our own page: %s', (url, own) => {
  expect(isOwnPage(url, 'app://lectern/')).toBe(own);
});
