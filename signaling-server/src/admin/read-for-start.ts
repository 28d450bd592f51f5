/**
 * The configuration that a service is to start with. What is wrong on the disk is named together
 * with what is wrong in the settings, so that an admin can fix all of it at once.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from './command.ts';
import { readConfig, type Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { readKeyFile } from './key-file.ts';
import { isKeyFile, OWN_KEY_FILE } from './presenting-setting.ts';
import { KEY_FILE as TOKEN_KEY_FILE } from './token-key.ts';

/** Throws `ConfigError` with every problem. */
export function readForStart(env: Environment): Config {
  const onDisk = [...keyFileProblems(env), ...dataDirProblems(env)];
  try {
    const config = readConfig(env);
    if (onDisk.length === 0) return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError([...error.problems, ...onDisk]);
  }
  throw new ConfigError(onDisk);
}

function keyFileProblems({ LECTERN_PRESENTER_KEYS: keys = '' }: Environment): readonly string[] {
  if (!isKeyFile(keys)) return [];
  try {
    readKeyFile(keys);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/**
 * In production the token key has to survive a restart, unless the secret is in the settings.
 * Presenter keys without a file of their own always have to.
 */
function dataDirProblems(env: Environment): readonly string[] {
  const isSecretSet = Boolean(env['LECTERN_TOKEN_SECRET'] || env['LECTERN_TOKEN_SECRET_FILE']);
  const isKeyFileOwn = env['LECTERN_PRESENTING'] === 'keys' && !env['LECTERN_PRESENTER_KEYS'];
  const kept = [
    ...(env['NODE_ENV'] === 'production' && !isSecretSet
      ? [{ file: TOKEN_KEY_FILE, what: 'the token key', instead: 'LECTERN_TOKEN_SECRET' }]
      : []),
    ...(isKeyFileOwn ? [{ file: OWN_KEY_FILE, what: 'presenter keys', instead: 'LECTERN_PRESENTER_KEYS' }] : []),
  ];
  const dataDir = resolve(env['LECTERN_DATA_DIR'] || '.data');
  return kept.flatMap(({ file, what, instead }) => {
    const reason = existsSync(join(dataDir, file)) ? undefined : whyNotWritable(dataDir);
    return reason === undefined
      ? []
      : [`LECTERN_DATA_DIR: ${what} cannot be kept there (${reason}); set ${instead} instead`];
  });
}

function whyNotWritable(path: string): string | undefined {
  try {
    const folder = nearestFolder(path);
    if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The folder itself or, where it does not exist yet, the one in which it will be created. */
const nearestFolder = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
