/**
 * The configuration that a service is to start with. What is wrong on the disk is named together with
 * what is wrong in the settings, so that an admin can fix all of it at once.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from './command.ts';
import { readConfig, type Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { readKeyFile } from './key-file.ts';
import { isKeyFile } from './presenting-setting.ts';
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

/** In production the token key has to survive a restart, unless the secret is in the settings. */
function dataDirProblems(env: Environment): readonly string[] {
  const isInSettings = Boolean(env['LECTERN_TOKEN_SECRET'] || env['LECTERN_TOKEN_SECRET_FILE']);
  if (env['NODE_ENV'] !== 'production' || isInSettings) return [];
  const dataDir = resolve(env['LECTERN_DATA_DIR'] || '.data');
  if (existsSync(join(dataDir, TOKEN_KEY_FILE))) return [];
  try {
    const folder = nearestFolder(dataDir);
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
    accessSync(folder, constants.W_OK);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`LECTERN_DATA_DIR: the token key cannot be kept there (${reason}); set LECTERN_TOKEN_SECRET instead`];
  }
}

/** The folder itself or, where it does not exist yet, the one in which it will be created. */
const nearestFolder = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
