/** Problems of settings and disk are named together before the start. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { createKeyFile } from './key-file.ts';
import { readForStart } from './read-for-start.ts';

const SECRET = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const folder = (): string => mkdtempSync(join(tmpdir(), 'lectern-start-'));
const nowhere = { LECTERN_DATA_DIR: '/dev/null/data' };
const production = {
  NODE_ENV: 'production',
  LECTERN_PUBLIC_URL: 'https://lectern.example',
  LECTERN_PRESENTING: 'keys',
};

const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readForStart(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test('a data folder that cannot be used is a problem for what has to be kept there, and only for that', () => {
  const [tokenKey, keys] = [/the token key cannot be kept/, /presenter keys cannot be kept/].map((text) =>
    expect.stringMatching(text),
  );
  expect(problemsOf({ ...production, ...nowhere })).toEqual([tokenKey, keys]);
  expect(problemsOf({ ...production, ...nowhere, LECTERN_TOKEN_SECRET: SECRET })).toEqual([keys]);
  expect(problemsOf({ ...nowhere, LECTERN_PRESENTING: 'keys' })).toEqual([keys]);
  expect(problemsOf({ ...production, ...nowhere, LECTERN_PRESENTING: 'open' })).toEqual([tokenKey]);
  expect(problemsOf({ ...nowhere, LECTERN_PRESENTING: 'open' })).toEqual([]);
  expect(problemsOf({ ...production, LECTERN_DATA_DIR: join(folder(), 'not', 'yet') })).toEqual([]);
  expect(() => createKeyFile('/dev/null/data/presenter-keys')).toThrow(ConfigError);
});

test('problems of the key file are named together with those of the settings, each with its line', () => {
  const path = join(folder(), 'keys');
  writeFileSync(path, '# ours\nshort Ada\nchange-me-change-me-x\n');
  const problems = problemsOf({ LECTERN_PRESENTER_KEYS: path, LECTERN_PORT: 'x' });
  expect(problems).toHaveLength(3);
  expect(problems.join('\n')).toMatch(/line 2 of the file.*\n.*line 3 of the file/);
  expect(problems.join('\n')).not.toContain('short');
});
