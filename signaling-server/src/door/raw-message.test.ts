/** Messages are cut to their name before they are parsed. */
import { expect, test } from 'vitest';
import { withoutParameters } from './raw-message.ts';

test.each([
  [`20["room:describe",{"about":${'['.repeat(9_000)}`, '20["room:describe",null]'],
  ['217["link:offer",{"sdp":"x"}]', '217["link:offer",null]'],
  ['2["link:offer",{}]', '2["link:offer",null]'],
  ['2/nowhere,3["link:offer",{}]', '23["link:offer",null]'],
  [`2[${'[],'.repeat(100)}[]]`, '2["nothing",null]'],
  ['51-["link:offer",{"_placeholder":true,"num":0}]', '2["nothing",null]'],
  ['', '2["nothing",null]'],
])('%s', (text, short) => {
  expect(withoutParameters(text)).toBe(short);
});
