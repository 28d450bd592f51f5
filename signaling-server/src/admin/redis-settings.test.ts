/** The settings of Redis, and those that stop the start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const PASSWORD = 'f8Wq2-vN5tZ/&x';
const TOKENS = { LECTERN_TOKEN_SECRET: SECRET };
const URL_ONLY = { LECTERN_REDIS_URL: 'redis://redis.example.org' };

test.each([
  ['none', {}, null],
  ['an address', URL_ONLY, { host: 'redis.example.org', port: 6379, username: null, password: null, tls: false }],
  [
    'an address with everything in it',
    { LECTERN_REDIS_URL: `rediss://lectern:${encodeURIComponent(PASSWORD)}@[fd00::5]:6380/2` },
    { host: 'fd00::5', port: 6380, username: 'lectern', password: PASSWORD, database: 2, tls: true },
  ],
  [
    'a password of its own, and another prefix',
    { ...URL_ONLY, LECTERN_REDIS_PASSWORD: PASSWORD, LECTERN_REDIS_PREFIX: 'school:' },
    { password: PASSWORD, prefix: 'school:' },
  ],
])('Redis by %s', (_what, env, redis) => {
  const config = readConfig({ ...TOKENS, ...env });
  expect(config).toMatchObject({ redis });
  const shown = JSON.stringify(redacted(config));
  for (const secret of [SECRET, PASSWORD, encodeURIComponent(PASSWORD)]) expect(shown).not.toContain(secret);
});

test('the password may be in a file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lectern-redis-')), 'password');
  writeFileSync(file, `${PASSWORD}\n`);
  expect(readConfig({ ...TOKENS, ...URL_ONLY, LECTERN_REDIS_PASSWORD_FILE: file }).redis?.password).toBe(PASSWORD);
});

test.each([
  [
    'no shared token secret',
    URL_ONLY,
    /LECTERN_REDIS_URL: set LECTERN_TOKEN_SECRET as well, to the same value on every/,
  ],
  [
    'another kind of address',
    { ...TOKENS, LECTERN_REDIS_URL: 'https://redis.example.org' },
    /needs an address such as/,
  ],
  ['a name of a database', { ...TOKENS, LECTERN_REDIS_URL: 'redis://localhost/main' }, /number of a database/],
  [
    'two passwords',
    { ...TOKENS, LECTERN_REDIS_URL: 'redis://:abc@localhost', LECTERN_REDIS_PASSWORD: PASSWORD },
    /LECTERN_REDIS_PASSWORD: the address .* has a password already/,
  ],
  [
    'a password without an address',
    { LECTERN_REDIS_PASSWORD: PASSWORD },
    /LECTERN_REDIS_PASSWORD: set LECTERN_REDIS_URL/,
  ],
  [
    'the token secret as the password',
    { ...TOKENS, ...URL_ONLY, LECTERN_REDIS_PASSWORD: SECRET },
    /each needs a value of its own/,
  ],
  [
    'an authority without TLS',
    { ...TOKENS, ...URL_ONLY, LECTERN_REDIS_CA_FILE: import.meta.filename },
    /LECTERN_REDIS_CA_FILE: it needs an address that begins with rediss/,
  ],
  [
    'an authority that is not there',
    { ...TOKENS, LECTERN_REDIS_URL: 'rediss://localhost', LECTERN_REDIS_CA_FILE: '/nowhere/ca.crt' },
    /LECTERN_REDIS_CA_FILE: the certificate cannot be read \(ENOENT/,
  ],
  [
    'a prefix with a wildcard',
    { ...TOKENS, ...URL_ONLY, LECTERN_REDIS_PREFIX: 'a*' },
    /LECTERN_REDIS_PREFIX: needs 1 to 64/,
  ],
])('%s: it does not start, and says what to set', (_what, env, problem) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(problem);
});
