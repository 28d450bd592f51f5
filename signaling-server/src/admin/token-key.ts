/**
 * The keys of tokens. They survive restarts, so that clients can prove themselves to a
 * service that remembers nothing.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { ConfigError } from './config-error.ts';
import type { TokenKey, TokenKeys } from '../door/tokens.ts';
import type { Config } from './config.ts';

const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;
const KEY_FILE = 'token-key';

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
 * production, or the file is damaged.
 */
export function loadTokenKeys(config: KeySettings, log: Logger): TokenKeys {
  const { tokenSecret, oldTokenSecret } = config;
  const old = oldTokenSecret === null ? [] : [deriveKey(oldTokenSecret)];
  return [deriveKey(tokenSecret ?? loadKeyFile(config, log)), ...old];
}

/** The keys of a service with these settings, for a command beside it. Undefined if it has made none yet. */
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
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new ConfigError([`${path}: not a token key; delete it to get a new one`]);
  return key;
}

/**
 * The file appears whole or not at all. Of two services started at once, the second reads the key of
 * the first.
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
