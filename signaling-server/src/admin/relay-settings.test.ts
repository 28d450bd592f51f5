/** The settings of the relay, and those that stop the start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { readConfig, redacted } from './config.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const ORIGIN = { LECTERN_RELAY_ORIGIN: 'ws://janus:8188', LECTERN_RELAY_SECRET: SECRET };
const BESIDE = { ...ORIGIN, LECTERN_RELAY_ORIGIN: 'ws://127.0.0.1:8188', LECTERN_RELAY_RESTART: 'service' };

test.each([
  ['none', {}, null],
  ['one Janus', ORIGIN, { origin: 'ws://janus:8188', edges: [], secret: SECRET, restart: { by: 'platform' } }],
  [
    'edges',
    { ...ORIGIN, LECTERN_RELAY_EDGES: 'ws://edge-1:8188/, wss://edge-2:8989' },
    { edges: ['ws://edge-1:8188', 'wss://edge-2:8989'] },
  ],
  [
    'a Janus that the service starts',
    { ...BESIDE, LECTERN_RELAY_PROGRAM: process.execPath },
    { restart: { by: 'service', program: process.execPath } },
  ],
])('a relay of %s', (_what, env, relay) => {
  const config = readConfig(env);
  expect(config).toMatchObject({ relay });
  expect(JSON.stringify(redacted(config))).not.toContain(SECRET);
});

test('the secret may be in a file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'lectern-relay-')), 'secret');
  writeFileSync(file, `${SECRET}\n`);
  const env = { LECTERN_RELAY_ORIGIN: 'ws://janus:8188', LECTERN_RELAY_SECRET_FILE: file };
  expect(readConfig(env).relay?.secret).toBe(SECRET);
});

test.each([
  ['no secret', { LECTERN_RELAY_ORIGIN: 'ws://janus:8188' }, /LECTERN_RELAY_SECRET: set it to the secret/],
  ['a secret without a node', { LECTERN_RELAY_SECRET: SECRET }, /LECTERN_RELAY_SECRET: set LECTERN_RELAY_ORIGIN/],
  ['a use without a node', { LECTERN_RELAY_USE: 'always' }, /LECTERN_RELAY_USE: set LECTERN_RELAY_ORIGIN/],
  ['another use', { ...ORIGIN, LECTERN_RELAY_USE: 'sometimes' }, /LECTERN_RELAY_USE: needs never, auto or always/],
  ['a short secret', { ...ORIGIN, LECTERN_RELAY_SECRET: 'janusrocks' }, /LECTERN_RELAY_SECRET: needs at least 32/],
  [
    'the secret of an example',
    { ...ORIGIN, LECTERN_RELAY_SECRET: 'change-me-to-something-that-is-random' },
    /LECTERN_RELAY_SECRET: needs at least 32/,
  ],
  [
    'a secret that cannot stand in a file of Janus',
    { ...ORIGIN, LECTERN_RELAY_SECRET: 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0"' },
    /LECTERN_RELAY_SECRET: needs letters, digits/,
  ],
  [
    'the token secret once more',
    { ...ORIGIN, LECTERN_TOKEN_SECRET: SECRET },
    /LECTERN_TOKEN_SECRET and LECTERN_RELAY_SECRET: each needs a value of its own/,
  ],
  ['another kind of address', { ...ORIGIN, LECTERN_RELAY_ORIGIN: 'http://janus:8088' }, /needs an address such as ws/],
  ['no port', { ...ORIGIN, LECTERN_RELAY_EDGES: 'wss://edge' }, /LECTERN_RELAY_EDGES: needs an address such as ws/],
  ['nothing to start', BESIDE, /LECTERN_RELAY_PROGRAM: set it together with LECTERN_RELAY_RESTART=service/],
  [
    'something to start that nobody starts',
    { ...ORIGIN, LECTERN_RELAY_PROGRAM: process.execPath },
    /LECTERN_RELAY_PROGRAM: set it together with LECTERN_RELAY_RESTART=service, and only then/,
  ],
  [
    'a program that is not there',
    { ...BESIDE, LECTERN_RELAY_PROGRAM: '/nowhere/start.sh' },
    /LECTERN_RELAY_PROGRAM: it cannot be run \(ENOENT/,
  ],
  [
    'a Janus to start on another machine',
    { ...ORIGIN, LECTERN_RELAY_RESTART: 'service', LECTERN_RELAY_PROGRAM: process.execPath },
    /LECTERN_RELAY_RESTART: the service can start a Janus on its own machine only/,
  ],
])('%s: it does not start, and says what to set', (_what, env, problem) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(problem);
});
