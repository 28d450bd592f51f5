import { expect, test } from 'vitest';
import { readServiceAddress } from './service-address.ts';

const ours = 'http://127.0.0.1:8420';

test.each([
  ['', null],
  ['lectern.example', 'https://lectern.example'],
  ['https://lectern.example/r/abc?x#y', 'https://lectern.example'],
  ['http://lectern.example:8420', 'http://lectern.example:8420'],
  ['192.168.1.5:8420', 'http://192.168.1.5:8420'],
  ['localhost:9000', 'http://localhost:9000'],
  ['http://127.0.0.1:8420/', null],
  ['not an address', undefined],
  ['ftp://lectern.example', undefined],
  ['javascript:alert(1)', undefined],
  ['https://', undefined],
])('%j is %j', (text, expected) => {
  expect(readServiceAddress(text, ours)).toBe(expected);
});
