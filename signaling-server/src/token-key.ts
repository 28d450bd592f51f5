/** The key that signs tokens: it survives restarts, so that clients can prove themselves to a service that knows nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Config } from './config.ts';
import type { Log } from './log.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'token-key';

export function loadTokenKey(config: Pick<Config, 'dataDir' | 'tokenSecret' | 'production'>, log: Log): Uint8Array {
  if (config.tokenSecret !== null) return createHash('sha256').update(config.tokenSecret).digest();
  try {
    return keyFromFile(config.dataDir);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (config.production) {
      throw new ConfigError([
        `LECTERN_DATA_DIR: no token key can be kept there (${why}); set LECTERN_TOKEN_SECRET instead`,
      ]);
    }
    log.warn({ why }, 'token key not kept: clients must start afresh after a restart');
    return randomBytes(KEY_BYTES);
  }
}

function keyFromFile(dataDir: string): Uint8Array {
  const path = join(dataDir, KEY_FILE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two services started at once, the second reads the key of the first.
    writeFileSync(path, randomBytes(KEY_BYTES).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES) throw new ConfigError([`${path}: not a token key; delete it to have a new one made`]);
  return key;
}
