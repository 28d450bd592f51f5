/** The file of presenter keys, which may change while the service runs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { hashPresenterKey } from '../door/presenter-keys.ts';
import type { Quota } from '../room/presenter-identity.ts';
import { ConfigError } from './config-error.ts';
import { knownKey, plainName, readKeyLines, writeKeyLine, type KnownKey } from './key-lines.ts';
import { OWNER_ONLY, replaceText } from './changing-file.ts';

const KEY_BYTES = 24;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Creates an empty file where there is none. Throws `ConfigError` where that is not possible. */
export function createKeyFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, '# Presenter keys. `lectern keys add NAME` adds one.\n', { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw new ConfigError([`LECTERN_DATA_DIR: presenter keys cannot be kept there (${reasonOf(error)})`]);
  }
}

/** Throws `ConfigError` when the file cannot be read, or has a line that is not a key. */
export function readKeyFile(path: string): readonly KnownKey[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([`LECTERN_PRESENTER_KEYS: the file cannot be read (${reasonOf(error)})`]);
  }
  const lines = readKeyLines(text);
  const problems = lines.flatMap(({ problem }, index) =>
    problem === undefined ? [] : `LECTERN_PRESENTER_KEYS: line ${String(index + 1)} of the file: ${problem}`,
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return lines.flatMap(({ key }) => key ?? []);
}

/**
 * Adds a new random key and returns it. Throws `ConfigError` as `readKeyFile` does, and for a name
 * that cannot be kept or is taken: keys are taken back by name.
 */
export function addKey(path: string, { name, quota = {} }: { name: string; quota?: Quota }): [string, KnownKey] {
  const keys = readKeyFile(path);
  if (/=|(^|\s)\d{4}-\d{2}-\d{2}(\s|$)/.test(plainName(name))) {
    throw new ConfigError(['the name of a key has no = and no date in it']);
  }
  const secret = randomBytes(KEY_BYTES).toString('base64url');
  const key = knownKey(hashPresenterKey(secret), name, { quota, since: new Date().toISOString().slice(0, 10) });
  if (keys.some((known) => known.name === key.name)) {
    throw new ConfigError([`there is a key named “${key.name}” already`]);
  }
  const text = readFileSync(path, 'utf8');
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  replaceText(path, `${text}${end}${writeKeyLine(key)}\n`);
  return [secret, key];
}

/** Takes the line of this key out. */
export function removeKey(path: string, id: string): void {
  const lines = readKeyLines(readFileSync(path, 'utf8')).filter(({ key }) => key?.id !== id);
  replaceText(path, lines.map(({ text }) => text).join('\n'));
}
