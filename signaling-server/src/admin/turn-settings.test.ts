/** The three kinds of TURN settings, none of which shows a secret, and wrong combinations. */
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const URLS = { LECTERN_TURN_URLS: 'turn:t.example:3478' };
const CREDENTIALS_URL = { LECTERN_TURN_CREDENTIALS_URL: 'https://turn.example/v1/abc/credentials' };
const NAME = { LECTERN_TURN_USERNAME: 'name', LECTERN_TURN_PASSWORD: 'f8Wq2-vN5tZ' };

test.each([
  ['none', {}, null],
  ['a shared secret', { ...URLS, LECTERN_TURN_SECRET: SECRET }, { kind: 'shared-secret', secret: SECRET, ttlS: 600 }],
  ['a name and a password', { ...URLS, ...NAME }, { kind: 'fixed-password', username: 'name' }],
  [
    'a URL',
    { ...CREDENTIALS_URL, LECTERN_TURN_CREDENTIALS_AUTHORIZATION: `Bearer ${SECRET}` },
    { kind: 'credentials-url', method: 'POST', authorization: `Bearer ${SECRET}` },
  ],
  ['a URL that wants GET', { ...CREDENTIALS_URL, LECTERN_TURN_CREDENTIALS_METHOD: 'GET' }, { method: 'GET' }],
])('TURN by %s', (_what, env, turn) => {
  const config = readConfig(env);
  expect(config).toMatchObject({ turn });
  const shown = JSON.stringify(redacted(config));
  for (const secret of [SECRET, NAME.LECTERN_TURN_PASSWORD, 'abc']) expect(shown).not.toContain(secret);
});

test.each([
  ['two kinds', { ...URLS, ...NAME, LECTERN_TURN_SECRET: SECRET }, /SECRET and LECTERN_TURN_PASSWORD: set one/],
  ['a name alone', { ...URLS, LECTERN_TURN_USERNAME: 'name' }, /set both or neither/],
  ['addresses alone', URLS, /LECTERN_TURN_URLS: set LECTERN_TURN_SECRET, or/],
  ['a secret alone', { LECTERN_TURN_SECRET: SECRET }, /LECTERN_TURN_SECRET: set LECTERN_TURN_URLS as well/],
  ['addresses beside a URL', { ...URLS, ...CREDENTIALS_URL }, /LECTERN_TURN_URLS: leave it out/],
  ['a header without a URL', { LECTERN_TURN_CREDENTIALS_AUTHORIZATION: `Bearer ${SECRET}` }, /CREDENTIALS_URL as well/],
  ['a URL without TLS', { LECTERN_TURN_CREDENTIALS_URL: 'http://turn.example/' }, /needs an https address/],
  ['a password from an example', { ...URLS, ...NAME, LECTERN_TURN_PASSWORD: 'change-me' }, /not one from an example/],
])('%s: it does not start, and says what to set', (_what, env, problem) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(problem);
});
