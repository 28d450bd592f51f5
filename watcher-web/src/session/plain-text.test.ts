/** Names and titles before and after. */
import { expect, test } from 'vitest';
import { plainAbout } from './plain-text.ts';

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['  Ada ', 'Ada'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['Ada\u2066\u2069\u200B\u200F\uFEFF', 'Ada'],
  ['\u200B\u2060', ''],
  ['A\nd\u0000a', 'Ada'],
  ['<b>Ada</b>', '<b>Ada</b>'],
  ['آدا لاولیس', 'آدا لاولیس'],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ['👩\u200D💻', '👩\u200D💻'],
])('%j is shown as %j', (given, shown) => {
  expect(plainAbout({ title: given, presenter: given })).toEqual({ title: shown, presenter: shown });
});

test('a withdrawn room stays withdrawn', () => {
  expect(plainAbout({ title: '', presenter: '', withdrawn: true }).withdrawn).toBe(true);
});
