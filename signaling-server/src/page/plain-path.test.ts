/** Mangled watch links lead to their room, and other paths are left alone. */
import { expect, test } from 'vitest';
import { plainRoomPath, relativeTo } from './plain-path.ts';

const id = 'abcdefghijkmnpqrstuv';

test.each([
  ['a slash behind it', `/r/${id}/`],
  ['more behind a slash', `/r/${id}/index.html`],
  ['a full stop', `/r/${id}.`],
  ['a bracket', `/r/${id})`],
  ['a comma', `/r/${id},`],
  ['a question mark, encoded', `/r/${id}%3F`],
  ['a quotation mark', `/r/${id}%E2%80%9D`],
  ['bold in Markdown', `/r/${id}**`],
  ['capitals', `/R/${id.toUpperCase()}`],
  ['a space behind it', `/r/${id}%20`],
  ['a space before it', `/r/%20${id}`],
  ['words behind it', `/r/${id}%20see%20you`],
  ['a line break in it', `/r/${id.slice(0, 9)}%0A${id.slice(9)}`],
  ['a zero-width space', `/r/${id}%E2%80%8B`],
  ['a zero-width space in it', `/r/${id.slice(0, 9)}%E2%80%8B${id.slice(9)}`],
  ['a soft hyphen in it', `/r/${id.slice(0, 9)}%C2%AD${id.slice(9)}`],
  ['a query without its question mark', `/r/${id}&utm=x`],
  ['an equals sign of quoted-printable', `/r/${id}=`],
  ['a broken escape', `/r/${id}%`],
  ['a doubled escape', `/r/${id}%2520`],
  ['two slashes', `//r/${id}`],
  ['no r', `/${id}`],
  ['wide letters', `/r/${encodeURIComponent('ａｂｃ')}${id.slice(3)}`],
])('%s: %s leads to the room', (_what, path) => {
  expect(plainRoomPath(path)).toBe(`r/${id}`);
});

test.each([
  '/',
  '/r/',
  `/r/${id}`,
  `/r/${id}x`,
  `/r/${id}é`,
  `/r/${id.slice(1)}`,
  `/r/${id.slice(1)}l`,
  `/r/a/${id.slice(0, 10)}`,
  `/assets/${id}.js`,
  `/assets/index-abc123.js`,
  '/%00',
  '/%',
])('%s leads to no other address', (path) => {
  expect(plainRoomPath(path)).toBeUndefined();
});

test.each([
  [`/r/${id}.`, `../r/${id}`],
  [`/r/${id}/`, `../../r/${id}`],
  [`//r/${id}`, `../../r/${id}`],
  [`/${id}`, `r/${id}`],
])('from %s the plain form is at %s', (path, location) => {
  expect(relativeTo(path, `r/${id}`)).toBe(location);
  for (const base of ['https://a.test', 'https://a.test/lectern']) {
    expect(new URL(location, base + path).href).toBe(`${base}/r/${id}`);
  }
});
