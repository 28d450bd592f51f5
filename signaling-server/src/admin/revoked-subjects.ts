/**
 * The subjects that the admin has revoked, in a file of the data folder, so that a restart does not
 * let them in again.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ConfigError } from './config-error.ts';

const FILE = 'revoked-subjects.json';
const RevokedFile = z.object({ revoked: z.array(z.string()) });

/** Throws `ConfigError` where the file cannot be read: a revoked person must not come in by that. */
export function readRevokedSubjects(dataDir: string): readonly string[] {
  const path = join(dataDir, FILE);
  try {
    return RevokedFile.parse(JSON.parse(readFileSync(path, 'utf8'))).revoked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new ConfigError([`${path}: the revoked subjects cannot be read; mend the file, or delete it to admit them`]);
  }
}

/** The file holds its old content or its new one, never half of one. */
export function keepRevokedSubjects(dataDir: string, revoked: readonly string[]): void {
  const path = join(dataDir, FILE);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify({ revoked }), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
