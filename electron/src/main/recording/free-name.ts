/** Finding a name that nothing has. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedName } from '@lectern/bridge';

/** A folder with so many recordings of the same minute is not one of ours. */
const MOST_NUMBERS = 99;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Whether anything has this path, be it a link that leads nowhere. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** `name` in `folder`, or the same with a number, such that neither it nor it with any of the `endings` is there. */
export async function freePath(folder: string, name: string, endings: readonly string[]): Promise<string> {
  for (let number = 1; number <= MOST_NUMBERS; number += 1) {
    const path = join(folder, numberedName(name, number));
    const taken = await Promise.all(['', ...endings].map((ending) => isThere(path + ending)));
    if (!taken.includes(true)) return path;
  }
  throw new Error('Every name for a recording is taken');
}
