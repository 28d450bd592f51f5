/** Defaults, secrets and everything that stops the start, all at once. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RoomId, WatcherId } from '@lectern/protocol';
import { describe, expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted, secretSettings } from './config.ts';
import { openLog } from './log.ts';
import { loadTokenKeys } from './token-key.ts';
import { createTokens } from '../door/tokens.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';

const problemsOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test('without any setting the defaults are those of `npm start`', () => {
  expect(readConfig({})).toMatchObject({
    host: '::',
    port: 8420,
    publicUrl: null,
    trustedProxies: 0,
    stunUrls: [],
    turn: null,
  });
});

test('no STUN server of somebody else is asked: it comes from TURN, unless another is named', () => {
  const turn = { LECTERN_TURN_URLS: 'turn:turn.test:3478', LECTERN_TURN_SECRET: SECRET };
  expect(readConfig(turn).stunUrls).toEqual(['stun:turn.test:3478']);
  expect(readConfig({ ...turn, LECTERN_STUN_URLS: 'stun:stun.test' }).stunUrls).toEqual(['stun:stun.test']);
  expect(readConfig({ ...turn, LECTERN_STUN_URLS: '' }).stunUrls).toEqual([]);
});

test('an empty STUN list means no server; other empty variables count as unset', () => {
  expect(readConfig({ LECTERN_STUN_URLS: '', LECTERN_PORT: '', LECTERN_PUBLIC_URL: '' })).toMatchObject({
    stunUrls: [],
    port: 8420,
    publicUrl: null,
  });
});

test('all problems are reported together', () => {
  const env = { LECTERN_PORT: '99999', LECTERN_PUBLIC_URL: 'lectern', LECTERN_TURN_SECRET: SECRET, LECTERN_PROT: '1' };
  const names = problemsOf(() => readConfig(env)).map((line) => line.split(':')[0]);
  expect(new Set(names)).toEqual(
    new Set(['LECTERN_PORT', 'LECTERN_PUBLIC_URL', 'LECTERN_PROT', 'LECTERN_TURN_SECRET']),
  );
});

test('sites that may embed the page are read as origins', () => {
  const embedOriginsFrom = (list: string) => readConfig({ LECTERN_EMBED_ORIGINS: list }).embedOrigins;
  expect(readConfig({}).embedOrigins).toEqual([]);
  expect(embedOriginsFrom('https://LMS.example.edu/, https://*.example.org,http://localhost:8080')).toEqual([
    'https://lms.example.edu',
    'https://*.example.org',
    'http://localhost:8080',
  ]);
});

test.each([
  '*',
  'https://*',
  'lms.example.edu',
  'https://lms.example.edu/course',
  "'self'",
  'https://a.b; script-src *',
])('%s is refused as an embedding site, and the message names it', (origin) => {
  const problems = problemsOf(() => readConfig({ LECTERN_EMBED_ORIGINS: `https://lms.example.edu,${origin}` }));
  expect(problems).toEqual([expect.stringContaining(`LECTERN_EMBED_ORIGINS: ${origin} is not an origin`)]);
});

test.each([
  ['https://Lectern.Example/', 'https://lectern.example'],
  ['https://lectern.example:443', 'https://lectern.example'],
  ['https://example.org/lectern', 'https://example.org/lectern'],
  ['https://example.org/lectern/', 'https://example.org/lectern'],
  ['https://example.org/a/b', 'https://example.org/a/b'],
  ['http://[2001:db8::1]:8420', 'http://[2001:db8::1]:8420'],
])('the public URL %s is kept whole, as %s', (given, publicUrl) => {
  expect(readConfig({ LECTERN_PUBLIC_URL: given }).publicUrl).toBe(publicUrl);
});

test.each([
  'lectern.example',
  'ftp://lectern.example',
  'https://lectern.example/?a=b',
  'https://lectern.example/#top',
  'https://ada@lectern.example',
  'https://example.org//lectern',
  'https://example.org/r',
  'https://example.org/assets/lectern',
])('the public URL %s is refused', (url) => {
  expect(problemsOf(() => readConfig({ LECTERN_PUBLIC_URL: url }))).toEqual([
    expect.stringMatching(/^LECTERN_PUBLIC_URL: not an address such as https:/),
  ]);
});

test('a STUN or TURN address in a form that browsers refuse stops the start, and the message has the right form', () => {
  const env = {
    LECTERN_STUN_URLS: 'stun:a.test, stun:b.test?transport=udp',
    LECTERN_TURN_URLS: 'turn://c.test',
    LECTERN_TURN_SECRET: SECRET,
  };
  expect(problemsOf(() => readConfig(env))).toEqual([
    'LECTERN_STUN_URLS: browsers refuse “stun:b.test?transport=udp”; write stun:b.test',
    'LECTERN_TURN_URLS: browsers refuse “turn://c.test”; write turn:c.test',
  ]);
});

test.each(['short', 'changemechangeme', 'change-me-change-me-change-me-change-me', 'a'.repeat(40), `secret${SECRET}`])(
  'the secret %s is refused, in every setting that is a secret',
  (secret) => {
    for (const name of secretSettings) {
      const named = problemsOf(() => readConfig({ [name]: secret })).map((line) => line.split(':')[0]);
      expect(named).toContain(name);
    }
  },
);

test('each secret needs a value of its own', () => {
  for (const name of secretSettings) {
    for (const other of secretSettings.filter((one) => one !== name)) {
      const problems = problemsOf(() => readConfig({ [name]: SECRET, [other]: SECRET }));
      expect(problems.join('\n')).toMatch(
        new RegExp(`(${name} and ${other}|${other} and ${name}): each needs a value`),
      );
    }
  }
});

test('every secret may be in a file, which is not empty', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lectern-secret-')), 'secret');
  for (const name of secretSettings) {
    writeFileSync(path, '\n');
    expect(problemsOf(() => readConfig({ [`${name}_FILE`]: path }))).toContain(`${name}_FILE: the file is empty`);
    writeFileSync(path, 'change-me\n');
    const named = problemsOf(() => readConfig({ [`${name}_FILE`]: path })).map((line) => line.split(':')[0]);
    expect(named).toContain(name);
  }
});

test('secrets may be in files', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lectern-secret-')), 'secret');
  writeFileSync(path, `${SECRET}\n`);
  expect(readConfig({ LECTERN_TOKEN_SECRET_FILE: path }).tokenSecret).toBe(SECRET);
  expect(problemsOf(() => readConfig({ LECTERN_TOKEN_SECRET_FILE: '/nowhere/secret' }))[0]).toMatch(
    'LECTERN_TOKEN_SECRET_FILE: the file cannot be read',
  );
  const both = { LECTERN_TOKEN_SECRET: SECRET, LECTERN_TOKEN_SECRET_FILE: path };
  expect(problemsOf(() => readConfig(both))).toContain(
    'LECTERN_TOKEN_SECRET and LECTERN_TOKEN_SECRET_FILE: set one of them',
  );
});

test('in production the public URL, with https, and who may present must be set', () => {
  const production = { NODE_ENV: 'production' };
  expect(problemsOf(() => readConfig(production)).map((line) => line.split(':')[0])).toEqual([
    'LECTERN_PRESENTING',
    'LECTERN_PUBLIC_URL',
  ]);
  const open = { ...production, LECTERN_PUBLIC_URL: 'https://lectern.example', LECTERN_PRESENTING: 'open' };
  expect(problemsOf(() => readConfig({ ...open, LECTERN_PUBLIC_URL: 'http://lectern.example' }))).toEqual([
    expect.stringMatching(/^LECTERN_PUBLIC_URL: it begins with https in production/),
  ]);
  expect(readConfig(open).presenting).toEqual({ kind: 'open' });
});

test('secrets are not shown', () => {
  const env = { LECTERN_TOKEN_SECRET: SECRET, LECTERN_TURN_URLS: 'turn:t:3478', LECTERN_TURN_SECRET: `${SECRET}t` };
  const shown = JSON.stringify(redacted(readConfig(env)));
  expect(shown).not.toContain(SECRET);
  expect(shown).toContain('turn:t:3478');
});

const at = (dataDir: string, production = false) => ({ dataDir, production, tokenSecret: null, oldTokenSecret: null });

describe('the token key', () => {
  const log = openLog('silent');

  test('is created once, readable by the service alone, and kept', () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'lectern-key-')), 'data');
    const [first] = loadTokenKeys(at(dataDir), log);
    expect(first.key).toHaveLength(32);
    expect(loadTokenKeys(at(dataDir), log)).toEqual([first]);
    expect(statSync(join(dataDir, 'token-key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, 'token-key'), 'utf8')).toMatch(/^[\w-]{43}$/);
  });

  test('stops the start in production when it cannot be kept', () => {
    expect(problemsOf(() => loadTokenKeys(at('/dev/null/data', true), log))[0]).toMatch('LECTERN_TOKEN_SECRET');
    expect(loadTokenKeys(at('/dev/null/data'), log)[0].key).toHaveLength(32);
  });

  test('is derived from the secret under a label, so that the secret gives another key elsewhere', () => {
    const [{ id, key }] = loadTokenKeys({ ...at('/dev/null/data', true), tokenSecret: SECRET }, log);
    expect(key).toHaveLength(32);
    expect(Buffer.from(key)).not.toEqual(createHash('sha256').update(SECRET).digest());
    expect(id).toMatch(/^[\w-]{8}$/);
  });

  test('a changed secret signs, and tokens of the one before are still read', async () => {
    const clock = new FakeClock();
    const OLD = `${SECRET}old`;
    const tokensOf = (tokenSecret: string, oldTokenSecret: string | null = null) =>
      createTokens(loadTokenKeys({ ...at('/dev/null'), tokenSecret, oldTokenSecret }, log), 600, clock);
    const claims = { roomId: RoomId.parse('a'.repeat(20)), watcherId: WatcherId.parse('w'.repeat(22)) };
    const changed = tokensOf(SECRET, OLD);
    expect(await changed.readWatcher(await tokensOf(OLD).forWatcher(claims))).toEqual(claims);
    const token = await changed.forWatcher(claims);
    expect(await tokensOf(SECRET).readWatcher(token)).toEqual(claims);
    await expect(tokensOf(OLD).readWatcher(token)).rejects.toThrow('not a token of this service');
  });
});

test('a balancer needs a token secret, and stands in place of Redis', () => {
  const balancer = { LECTERN_BALANCER_URL: 'https://lectern.example' };
  const secret = { LECTERN_TOKEN_SECRET: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0uQa2' };
  expect(readConfig({ ...balancer, ...secret }).balancerUrl).toBe('https://lectern.example');
  expect(() => readConfig(balancer)).toThrow('LECTERN_TOKEN_SECRET');
  expect(() => readConfig({ ...balancer, ...secret, LECTERN_REDIS_URL: 'redis://a' })).toThrow('LECTERN_REDIS_URL');
});
