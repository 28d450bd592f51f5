/**
 * Scripts that start a program in another place, for drivers that take the path of one executable.
 */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes an executable script that runs `command` with its own arguments, and gives its path. */
export async function writeLauncher(folder: string, name: string, command: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
