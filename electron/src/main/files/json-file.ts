/**
 * The JSON files that the main process keeps in the profile: keys, settings, the live note, window
 * bounds, unfinished recordings. After a crash or a power cut a file holds its old content or its
 * new one, never half of one.
 */
import { writeFileSync } from 'atomically';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Logger } from '../log/logger.ts';
import { flushFolderSync } from './flush.ts';
import { moveAside } from './move-aside.ts';

/** Only the user's own account may read it. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Undefined where there is no file. Throws where it cannot be read, is not JSON or does not match
 * the schema.
 */
export function readJson<T>(path: string, schema: z.ZodMiniType<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}

/** As `readJson`, but a damaged file is moved aside and reported, and counts as missing. */
export function readJsonOrMoveAside<T>(path: string, schema: z.ZodMiniType<T>, log: Logger): T | undefined {
  try {
    return readJson(path, schema);
  } catch (error) {
    log.error(`${basename(path)} could not be read (${whyUnreadable(error)}); moved to ${moveAside(path)}`);
    return undefined;
  }
}

/**
 * For a file that may be lost: where it can neither be read nor moved aside, as while another
 * program has locked it, it is logged and counts as missing.
 */
export function readReplaceableJson<T>(path: string, schema: z.ZodMiniType<T>, log: Logger): T | undefined {
  try {
    return readJsonOrMoveAside(path, schema, log);
  } catch (error) {
    log.warn(`${basename(path)} could be neither read nor moved aside (${whyUnreadable(error)})`);
    return undefined;
  }
}

/**
 * Written to a temporary file, which is flushed and then renamed; at last the folder is flushed.
 */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  writeFileSync(path, JSON.stringify(value), { mode: FILE_MODE });
  flushFolderSync(dirname(path));
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

/** Without the file's content, which may be a secret: a syntax error would quote it. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return 'it is damaged';
  return error instanceof Error ? error.message : 'for an unknown reason';
}
