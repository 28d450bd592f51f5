/** Finds a path at which no file exists. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedName } from '@lectern/bridge';

/** So many recordings of one minute mean that the folder is not one of ours. */
const MAX_NUMBER = 99;

/** Also true for a symbolic link that leads nowhere. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * `name` in `folder`, with a number where needed: neither the path nor the path with one of the
 * `endings` exists.
 */
export async function freePath(folder: string, name: string, endings: readonly string[]): Promise<string> {
  for (let number = 1; number <= MAX_NUMBER; number += 1) {
    const path = join(folder, numberedName(name, number));
    const taken = await Promise.all(['', ...endings].map((ending) => exists(path + ending)));
    if (!taken.includes(true)) return path;
  }
  throw new Error('Every name for a recording is taken');
}
