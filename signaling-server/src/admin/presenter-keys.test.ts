/** The key file: its lines, its commands, and its changes while the service runs. */
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './command-line.ts';
import { hashPresenterKey, PresenterKeys } from '../door/presenter-keys.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import type { PresenterIdentity } from '../room/presenter-identity.ts';
import { CHANGED_FILE_CHECK_MS } from '../policy.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';
import { openLog } from './log.ts';
import { readKeyLines, writeKeyLine } from './key-lines.ts';
import { Keyring } from './keyring.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const log = openLog('silent');
const clock = new FakeClock();
const keyringOf = (path: string, onRevoked: (key: PresenterIdentity) => void = () => undefined) =>
  new Keyring({ kind: 'file', path, isOwn: false }, { clock, log, onRevoked });
const presenterKeysOf = (path: string): PresenterKeys => {
  const keyring = keyringOf(path);
  return new PresenterKeys(() => keyring.keys);
};
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'lectern-keys-')), 'keys');
  writeFileSync(path, text);
  return path;
};

test.each([
  [KEY, { kind: 'list', keys: [KEY] }],
  [`${KEY}, ${KEY}x,`, { kind: 'list', keys: [KEY, `${KEY}x`] }],
  ['/run/secrets/keys', { kind: 'file', path: '/run/secrets/keys', isOwn: false }],
  ['keys.txt', { kind: 'file', path: 'keys.txt', isOwn: false }],
  ['C:\\lectern\\keys', { kind: 'file', path: 'C:\\lectern\\keys', isOwn: false }],
])('LECTERN_PRESENTER_KEYS=%s', (value, source) => {
  for (const kind of [undefined, 'keys']) {
    const { presenting } = readConfig({ LECTERN_PRESENTING: kind, LECTERN_PRESENTER_KEYS: value });
    expect(presenting).toEqual({ kind: 'keys', source });
  }
});

test('without keys everybody may present, also where that is written out', () => {
  for (const env of [{}, { LECTERN_PRESENTING: 'open' }, { LECTERN_PRESENTER_KEYS: 'open' }]) {
    expect(readConfig(env).presenting).toEqual({ kind: 'open' });
  }
});

test('keys that are required and not given are in a file of the data folder, which appears at the start', () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'lectern-keys-')), 'data');
  const { presenting } = readConfig({ LECTERN_PRESENTING: 'keys', LECTERN_DATA_DIR: dataDir });
  const path = join(dataDir, 'presenter-keys');
  expect(presenting).toEqual({ kind: 'keys', source: { kind: 'file', path, isOwn: true } });
  if (presenting.kind !== 'keys') throw new Error('keys are required');
  expect(new Keyring(presenting.source, { clock, log, onRevoked: () => undefined }).keys).toEqual([]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each([
  { LECTERN_PRESENTING: 'open', LECTERN_PRESENTER_KEYS: KEY },
  { LECTERN_PRESENTING: 'keys', LECTERN_PRESENTER_KEYS: 'open' },
  { LECTERN_PRESENTING: 'nobody' },
  { LECTERN_PRESENTER_KEYS: ',' },
])('%j is refused at the start', (env) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
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

test('a line of the file is a key or its hash, a name, a day and limits, in any order after the key', () => {
  const text = `# ours\n${KEY} 2026-01-01 Ada Lovelace rooms=2\r\n\n  ${KEY}2\n`;
  const [ada, unnamed] = readKeyLines(text).flatMap(({ key }) => key ?? []);
  expect(ada).toMatchObject({ name: 'Ada Lovelace', since: '2026-01-01', quota: { rooms: 2 } });
  expect(ada?.hash).toEqual(hashPresenterKey(KEY));
  expect(unnamed?.name).toBe(`key ${unnamed?.id.slice(0, 6) ?? ''}`);
  const hashed = ada === undefined ? '' : writeKeyLine(ada);
  expect(hashed).toMatch(/^sha256:[\w-]{43} Ada Lovelace 2026-01-01 rooms=2$/);
  expect(readKeyLines(hashed)[0]?.key).toEqual(ada);
});

test.each([
  ['that does not exist', '/nowhere/keys'],
  ['with an invalid key', file(`${KEY}\nshort\n`)],
  ['with a weak key', file(`${KEY}\nchange-me-change-me-x\n`)],
  ['with a limit that does not exist', file(`${KEY} Ada room=2\n`)],
])('a file %s stops the start', (_what, path) => {
  expect(() => keyringOf(path)).toThrow(ConfigError);
});

const judge = (keys: PresenterKeys, key: string): string => keys.judge(key).presenting;

test('a key file damaged while the service runs changes nothing', () => {
  const path = file(KEY);
  const keys = presenterKeysOf(path);
  writeFileSync(path, 'short');
  expect([judge(keys, KEY), judge(keys, 'short')]).toEqual(['admitted', 'key-refused']);
});

test('a key file that could not be read once is read again, also with the same modification time', () => {
  const path = file(KEY);
  const keys = presenterKeysOf(path);
  const changedAt = new Date(2026, 1, 1);
  // A folder in its place: even root cannot read that as a file.
  rmSync(path);
  mkdirSync(path);
  utimesSync(path, changedAt, changedAt);
  expect(judge(keys, KEY)).toBe('admitted');
  rmdirSync(path);
  writeFileSync(path, `${KEY}2`);
  utimesSync(path, changedAt, changedAt);
  clock.advance(2 * CHANGED_FILE_CHECK_MS);
  expect([judge(keys, KEY), judge(keys, `${KEY}2`)]).toEqual(['key-refused', 'admitted']);
});

test('a key that leaves the file is revoked once, without a connection that asks', () => {
  const path = file(`# ours\n${KEY} Ada rooms=2\n${KEY}2 Grace\n`);
  const revoked: string[] = [];
  const keyring = keyringOf(path, ({ name }) => revoked.push(name));
  writeFileSync(path, `# ours\n${KEY}2 Grace, from now on`);
  clock.advance(CHANGED_FILE_CHECK_MS);
  expect([revoked, keyring.keys.length]).toEqual([[], 2]);
  clock.advance(CHANGED_FILE_CHECK_MS);
  expect(revoked).toEqual(['Ada']);
  expect(keyring.keys.map(({ name }) => name)).toEqual(['Grace, from now on']);
});

test('a file that an editor empties for a moment revokes nothing', () => {
  const path = file(KEY);
  const revoked: string[] = [];
  const keyring = keyringOf(path, ({ name }) => revoked.push(name));
  writeFileSync(path, '');
  clock.advance(CHANGED_FILE_CHECK_MS);
  expect(keyring.keys).toHaveLength(1);
  writeFileSync(path, `${KEY}\n${KEY}2`);
  clock.advance(CHANGED_FILE_CHECK_MS);
  expect([revoked, keyring.keys.length]).toEqual([[], 2]);
});

test('keys are added as hashes and taken out by name, and what else is in the file stays', () => {
  const path = file(`# ours\n${KEY} Ada`);
  const keyring = keyringOf(path);
  const secret = keyring.add(' Grace\nHopper ', { watchers: 50 });
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/^# ours\n.* Ada\nsha256:[\w-]{43} Grace Hopper \d{4}-\d{2}-\d{2} watchers=50\n$/);
  expect(text).not.toContain(secret);
  expect(judge(new PresenterKeys(() => keyring.keys), secret)).toBe('admitted');
  expect(() => keyring.add('Ada', {})).toThrow('named “Ada” already');
  expect(() => keyring.add('rooms=5', {})).toThrow('no = and no date');
  keyring.revoke('Ada');
  expect(readFileSync(path, 'utf8')).toMatch(/^# ours\nsha256:[^\n]*\n$/);
  expect(() => keyring.revoke('Ada')).toThrow('There is no key “Ada”');
});

test('of two keys with one name, one is revoked by its id', () => {
  const path = file(`${KEY} Ada\n${KEY}2 Ada\n`);
  const keyring = keyringOf(path);
  const [first, second] = keyring.keys;
  expect(() => keyring.revoke('Ada')).toThrow('2 keys are named “Ada”');
  keyring.revoke(first?.id ?? '');
  expect(keyring.keys).toEqual([second]);
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
  expect(await run(['help'])).toMatchObject({ code: 0, out: [expect.stringContaining('enrol')] });
});

test('enrolment links: one without a key, one for each key of a list, and messages that name what is missing', async () => {
  const env = { LECTERN_PUBLIC_URL: 'https://lectern.example' };
  expect((await run(['enrol'], env)).out).toEqual(['lectern://connect?service=https%3A%2F%2Flectern.example']);
  const links = (await run(['enrol'], { ...env, LECTERN_PRESENTER_KEYS: `${KEY},${KEY}2` })).out;
  expect(links.map((link) => new URL(link).searchParams.get('key'))).toEqual([KEY, `${KEY}2`]);
  expect(await run(['enrol'])).toMatchObject({ code: 1, out: [], errors: [expect.stringContaining('--service')] });
  expect(await run(['enrol', '--bogus'], env)).toMatchObject({ code: 1, out: [] });
});
