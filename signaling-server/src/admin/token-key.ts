/**
 * The keys of tokens. They survive restarts, so that clients can prove themselves to a
 * service that remembers nothing.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { OLD_TOKEN_KEY_MS } from '../policy.ts';
import { CommandError } from './command.ts';
import { ConfigError } from './config-error.ts';
import type { TokenKey, TokenKeys } from '../door/tokens.ts';
import type { Config } from './config.ts';

const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;
export const KEY_FILE = 'token-key';
const OLD_KEY_FILE = 'token-key.old';

type KeySettings = Pick<Config, 'dataDir' | 'tokenSecret' | 'oldTokenSecret' | 'production'>;

/**
 * Derived from a secret under a label (HKDF, RFC 5869), so that the secret, used elsewhere, gives
 * another key there. Tokens name the key by its id.
 */
function deriveKey(secret: string | Uint8Array): TokenKey {
  const derive = (label: string, bytes: number): Buffer => Buffer.from(hkdfSync('sha256', secret, '', label, bytes));
  return {
    id: derive('lectern token key id v1', KEY_ID_BYTES).toString('base64url'),
    key: derive('lectern token key v1', KEY_BYTES),
  };
}

/**
 * The first key signs, all are accepted. Throws `ConfigError` when the key cannot be kept in
 * production, or a file is damaged.
 */
export function loadTokenKeys(config: KeySettings, log: Logger): TokenKeys {
  const { tokenSecret, oldTokenSecret, dataDir } = config;
  const old = oldTokenSecret === null ? [] : [deriveKey(oldTokenSecret)];
  if (tokenSecret !== null) return [deriveKey(tokenSecret), ...old];
  return [deriveKey(loadKeyFile(config, log)), ...readOldKey(dataDir), ...old];
}

/**
 * Replaces the key in the data folder. The one before is accepted for `OLD_TOKEN_KEY_MS`, also
 * after a restart: clients that are connected get new tokens in time, and absent ones may return.
 * Throws `CommandError` where the key is in the settings.
 */
export function rotateTokenKey({ dataDir, tokenSecret }: KeySettings): TokenKeys {
  if (tokenSecret !== null) {
    throw new CommandError(
      'The token secret is in the settings: move it to LECTERN_OLD_TOKEN_SECRET, set a new LECTERN_TOKEN_SECRET, and ' +
        'restart the service. Clients come back by themselves.',
    );
  }
  try {
    const before = readOrCreate(dataDir);
    writeKey(join(dataDir, OLD_KEY_FILE), before);
    const next = randomBytes(KEY_BYTES);
    writeKey(join(dataDir, KEY_FILE), next);
    return [deriveKey(next), deriveKey(before)];
  } catch (error) {
    throw new CommandError(
      `The token key cannot be replaced (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}

/** The key before the last rotation, unless all of its tokens have expired. */
function readOldKey(dataDir: string): readonly TokenKey[] {
  const path = join(dataDir, OLD_KEY_FILE);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || Date.now() - stats.mtimeMs > OLD_TOKEN_KEY_MS) return [];
  return [deriveKey(readKey(path))];
}

/**
 * The keys of a service with these settings, for a command beside it. Undefined if it has made none
 * yet.
 */
export function findTokenKeys(config: KeySettings, log: Logger): TokenKeys | undefined {
  const isThere =
    config.tokenSecret !== null || (statSync(join(config.dataDir, KEY_FILE), { throwIfNoEntry: false })?.size ?? 0) > 0;
  return isThere ? loadTokenKeys(config, log) : undefined;
}

function loadKeyFile(config: KeySettings, log: Logger): Uint8Array {
  try {
    return readOrCreate(config.dataDir);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (config.production) {
      throw new ConfigError([
        `LECTERN_DATA_DIR: the token key cannot be kept there (${reason}); set LECTERN_TOKEN_SECRET instead`,
      ]);
    }
    log.warn({ reason }, 'token key not kept: after a restart clients must join again');
    return randomBytes(KEY_BYTES);
  }
}

function readOrCreate(dataDir: string): Uint8Array {
  const path = join(dataDir, KEY_FILE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // A crash between creating and writing leaves it empty. No token was ever signed with that.
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path);
  createKey(path);
  return readKey(path);
}

function readKey(path: string): Uint8Array {
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new ConfigError([`${path}: not a token key; delete it to get a new one`]);
  return key;
}

/** The file has its old content or its new one, never half of one. */
function writeKey(path: string, key: Uint8Array): void {
  const draft = `${path}-${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, Buffer.from(key).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
  renameSync(draft, path);
}

/**
 * The file appears whole or not at all. Of two services started at once, the second reads the key
 * of the first.
 */
function createKey(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const draft = `${path}-${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, randomBytes(KEY_BYTES).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    // A file system without hard links.
    if (!isThere) renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}
