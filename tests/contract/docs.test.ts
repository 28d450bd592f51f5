/** `docs/protocol.md` has a heading for every message and a row for every error. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes, LinkMessage, notices, requests } from '@lectern/protocol';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/protocol.md'), 'utf8');
const headings = [...page.matchAll(/^#+ `([a-z:-]+)`/gm)].map((match) => match[1]);
const rows = [...page.matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]);

test('every request and notice has exactly one heading, and no heading is of another', () => {
  const names = [...Object.keys(requests), ...Object.keys(notices)];
  expect(new Set(headings)).toEqual(new Set(names));
  expect(headings).toHaveLength(names.length);
});

test('every error code and every message of the data channel has a row', () => {
  const kinds = LinkMessage.def.options.map((option) => String(option.def.shape.kind.def.values[0]));
  expect(new Set(rows)).toEqual(new Set([...Object.keys(errorCodes), ...kinds]));
});
