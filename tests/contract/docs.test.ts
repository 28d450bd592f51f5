/**
 * The documents are held against the code: a heading or a row for everything that exists, and for
 * nothing else.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes, LinkMessage, notices, requests } from '@lectern/protocol';
import { readConfig, settingNames } from '@lectern/signaling-server';

const read = (name: string): string => readFileSync(resolve(import.meta.dirname, '../../docs', name), 'utf8');

describe('docs/protocol.md', () => {
  const page = read('protocol.md');
  const headings = [...page.matchAll(/^#+ `([a-z:-]+)`/gm)].map((match) => match[1]);
  const rows = [...page.matchAll(/^\| `([a-z-]+)`/gm)].map((match) => match[1]);

  test('has exactly one heading for every request and notice, and no other', () => {
    const names = [...Object.keys(requests), ...Object.keys(notices)];
    expect(new Set(headings)).toEqual(new Set(names));
    expect(headings).toHaveLength(names.length);
  });

  test('has a row for every error code and every message of the data channel', () => {
    const kinds = LinkMessage.def.options.map((option) => String(option.def.shape.kind.def.values[0]));
    expect(new Set(rows)).toEqual(new Set([...Object.keys(errorCodes), ...kinds]));
  });
});

describe('docs/admin.md', () => {
  test('leads only to headings that it has', () => {
    const page = read('admin.md');
    // As GitHub makes them.
    const anchorOf = (heading: string): string =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\- ]/gu, '')
        .replaceAll(' ', '-');
    const anchors = new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  const rows = [...read('admin.md').matchAll(/^\| `(LECTERN_\w+)` +\| ([^|]+?) +\|/gm)];

  test('has exactly one row for every setting', () => {
    const names = rows.map((row) => row[1] ?? '');
    expect(names.toSorted()).toEqual(settingNames.toSorted());
  });

  const defaults = rows.map((row) => [row[1] ?? '', row[2] ?? ''] as const);
  const isQuoted = (value: string): boolean => value.startsWith('`');

  test.each(defaults.filter(([, value]) => isQuoted(value)))('%s: %s is the default', (name, value) => {
    const turn = { LECTERN_TURN_URLS: 'turn:turn.example', LECTERN_TURN_SECRET: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u' };
    const oidc = {
      LECTERN_OIDC_ISSUER: 'https://login.example',
      LECTERN_OIDC_CLIENT_ID: 'a',
      LECTERN_OIDC_GROUPS: 'b',
    };
    const rest = name.startsWith('LECTERN_OIDC_') ? { LECTERN_PRESENTING: 'oidc', ...oidc } : turn;
    // Setting the default changes nothing, and any other value would.
    expect(readConfig({ ...rest, [name]: value.replaceAll('`', '') })).toEqual(readConfig(rest));
  });

  test('names what stands for a default that is no value', () => {
    const other = defaults.flatMap(([, value]) => (isQuoted(value) ? [] : [value]));
    expect(new Set(other)).toEqual(new Set(['none', 'the built page', 'the TURN servers']));
  });
});
