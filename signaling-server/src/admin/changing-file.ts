/**
 * Reads and replaces the admin's files, which may change while the service runs, also by another
 * instance.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

export const OWNER_ONLY = 0o600;

/**
 * Why a file beside it cannot take its place: it is mounted by itself, or its folder is read-only.
 */
const notReplaceable = new Set(['EBUSY', 'EXDEV', 'EACCES', 'EPERM', 'EROFS']);

/**
 * The file has its old content or its new one, never half of one. Only where it cannot be replaced
 * is it written in place.
 */
export function replaceText(path: string, text: string): void {
  const draft = `${path}-${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: OWNER_ONLY, flush: true });
    const before = statSync(path, { throwIfNoEntry: false });
    if (before !== undefined) chmodSync(draft, before.mode & 0o777);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const isInPlace = error instanceof Error && 'code' in error && notReplaceable.has(String(error.code));
    if (!isInPlace) throw error;
    writeFileSync(path, text, { mode: OWNER_ONLY, flush: true });
  }
}

/**
 * Distinguishes two states of a file: its time alone may be too coarse. Undefined where there is no
 * file.
 */
export function stateOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : [stats.mtimeMs, stats.size, stats.ino].join(' ');
}
