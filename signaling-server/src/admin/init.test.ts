/** The settings that `lectern init` writes start the service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { runCommand } from './command-line.ts';
import { ConfigError } from './config-error.ts';
import { readConfig } from './config.ts';

const names = ['--domain', 'lectern.example.org', '--turn', 'turn.example.org'];

async function init(...args: readonly string[]) {
  const [lines, errors]: [string[], string[]] = [[], []];
  const code = await runCommand(
    ['init', ...args],
    {},
    { out: (line) => lines.push(line), error: (line) => errors.push(line) },
  );
  return { code, text: lines.join('\n'), errors: errors.join('\n') };
}

test('its settings start the service in production, with secrets that are new each time', async () => {
  const [first, second] = [parseEnv((await init(...names)).text), parseEnv((await init(...names)).text)];
  const production = { NODE_ENV: 'production', LECTERN_TRUSTED_PROXIES: '1' };
  const own = Object.fromEntries(Object.entries(first).filter(([name]) => name.startsWith('LECTERN_')));
  expect(readConfig({ ...own, ...production })).toMatchObject({
    publicUrl: 'https://lectern.example.org',
    stunUrls: ['stun:turn.example.org:3478'],
  });
  for (const name of ['LECTERN_TURN_SECRET', 'GRAFANA_PASSWORD']) {
    expect(first[name]?.length).toBeGreaterThanOrEqual(24);
    expect(first[name]).not.toBe(second[name]);
  }
});

test('two names are needed, and they differ', async () => {
  expect(await init()).toMatchObject({ code: 1, text: '', errors: expect.stringContaining('--turn') });
  const same = await init('--domain', 'a.example.org', '--turn', 'a.example.org');
  expect(same.errors).toContain('another one');
  expect((await init(...names, '--presenting', 'some')).errors).toContain('keys or open');
  expect((await init('--domain', 'a.example.org/x', '--turn', 'b.example.org')).code).toBe(1);
});

test('the example has the same names, and does not start', async () => {
  const example = parseEnv(readFileSync(join(import.meta.dirname, '../../../build/env.example'), 'utf8'));
  const printed = parseEnv((await init(...names)).text);
  expect(Object.keys(example)).toEqual(expect.arrayContaining(Object.keys(printed)));
  const start = () => readConfig({ ...example, NODE_ENV: 'production' });
  expect(start).toThrow(ConfigError);
});
