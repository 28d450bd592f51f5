import { mkdirSync, mkdtempSync, rmdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './command-line.ts';
import { PresenterKeys } from '../door/presenter-keys.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';
import { openLog } from './log.ts';
import { keysIn, presenterKeySource } from './presenter-key-source.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const log = openLog('silent');
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'lectern-keys-')), 'keys');
  writeFileSync(path, text);
  return path;
};

test.each([
  [undefined, { kind: 'open' }],
  ['', { kind: 'open' }],
  [KEY, { kind: 'list', keys: [KEY] }],
  [`${KEY}, ${KEY}x,`, { kind: 'list', keys: [KEY, `${KEY}x`] }],
  ['/run/secrets/keys', { kind: 'file', path: '/run/secrets/keys' }],
  ['keys.txt', { kind: 'file', path: 'keys.txt' }],
  ['C:\\lectern\\keys', { kind: 'file', path: 'C:\\lectern\\keys' }],
])('LECTERN_PRESENTER_KEYS=%s', (value, source) => {
  expect(readConfig({ LECTERN_PRESENTER_KEYS: value }).presenterKeys).toEqual(source);
});

test.each(['short', `${KEY},short`, 'with a space in the middle', 'a'.repeat(20), 'change-me-change-me-x'])(
  'the key %s is refused at the start',
  (value) => {
    expect(() => readConfig({ LECTERN_PRESENTER_KEYS: value })).toThrow('LECTERN_PRESENTER_KEYS: needs random keys');
  },
);

test('keys are not shown', () => {
  const shown = JSON.stringify(redacted(readConfig({ LECTERN_PRESENTER_KEYS: KEY })));
  expect(shown).not.toContain(KEY);
  expect(shown).toContain('(1 set)');
});

test('the first word of a line is the key', () => {
  expect(keysIn(`# ours\n${KEY} 2026-01-01 Ada\r\n\n  ${KEY}2\n`)).toEqual([KEY, `${KEY}2`]);
});

test.each([
  ['that does not exist', '/nowhere/keys'],
  ['with an invalid key', file(`${KEY}\nshort\n`)],
  ['with a weak key', file(`${KEY}\nchange-me-change-me-x\n`)],
])('a file %s stops the start', (_what, path) => {
  expect(() => presenterKeySource({ kind: 'file', path }, log)).toThrow(ConfigError);
});

test('a key file damaged while the service runs changes nothing', () => {
  const path = file(KEY);
  const keys = new PresenterKeys(presenterKeySource({ kind: 'file', path }, log));
  writeFileSync(path, 'short');
  expect([keys.judge(KEY), keys.judge('short')]).toEqual(['admitted', 'key-refused']);
});

test('a key file that could not be read once is read again, also with the same modification time', () => {
  const path = file(KEY);
  const keys = new PresenterKeys(presenterKeySource({ kind: 'file', path }, log));
  const changedAt = new Date(2026, 1, 1);
  // A folder in its place: even root cannot read that as a file.
  rmSync(path);
  mkdirSync(path);
  utimesSync(path, changedAt, changedAt);
  expect(keys.judge(KEY)).toBe('admitted');
  rmdirSync(path);
  writeFileSync(path, `${KEY}2`);
  utimesSync(path, changedAt, changedAt);
  expect([keys.judge(KEY), keys.judge(`${KEY}2`)]).toEqual(['key-refused', 'admitted']);
});

const run = async (args: readonly string[], env = {}) => {
  const [out, errors]: [string[], string[]] = [[], []];
  const code = await runCommand(args, env, { out: (line) => out.push(line), error: (line) => errors.push(line) });
  return { code, out, errors };
};

test('the service starts without a command, and does not start with one', async () => {
  expect((await run([])).code).toBeUndefined();
  expect(await run(['enroll'])).toMatchObject({ code: 2, out: [] });
  expect(await run(['enrol', '--help'])).toMatchObject({ code: 0, errors: [] });
});

test('enrolment links: one without a key, one for each key of a list, and messages that name what is missing', async () => {
  const env = { LECTERN_PUBLIC_URL: 'https://lectern.example' };
  expect((await run(['enrol'], env)).out).toEqual(['lectern://connect?service=https%3A%2F%2Flectern.example']);
  const links = (await run(['enrol'], { ...env, LECTERN_PRESENTER_KEYS: `${KEY},${KEY}2` })).out;
  expect(links.map((link) => new URL(link).searchParams.get('key'))).toEqual([KEY, `${KEY}2`]);
  expect(await run(['enrol'])).toMatchObject({ code: 1, out: [], errors: [expect.stringContaining('--service')] });
  expect(await run(['enrol', '--bogus'], env)).toMatchObject({ code: 1, out: [] });
});
