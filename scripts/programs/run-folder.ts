/**
 * The temporary folder of one test run. All that the run's processes put into the system's
 * temporary folder goes there instead, also what browsers and killed programs leave, and it is
 * removed when the run ends.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Windows has two names for it. */
const variables = ['TMPDIR', 'TEMP', 'TMP'];

/** For processes that are started from now on. Call the result, or end the process, to remove it. */
export function openRunFolder(): () => void {
  // A short name: the paths of sockets have room for about a hundred characters.
  const folder = mkdtempSync(join(tmpdir(), 'lectern-'));
  // As the system's own: tests also start programs as users without rights, who write there.
  chmodSync(folder, 0o1777);
  const before = variables.map((name) => [name, process.env[name]] as const);
  for (const name of variables) process.env[name] = folder;
  const close = (): void => {
    process.off('exit', close);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    remove(folder);
  };
  process.on('exit', close);
  return close;
}

function remove(folder: string): void {
  // A test that failed may have left a mount. Its files are not ours to remove.
  const mounts = existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : '';
  if (mounts.includes(` ${folder}/`)) {
    console.error(`${folder} is kept, since something is mounted in it.`);
    return;
  }
  try {
    // A program that is just ending may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch (cause) {
    console.error(`${folder} could not be removed:`, cause);
  }
}

// oxlint-disable-next-line import/no-default-export -- the form in which Vitest and Playwright take it
export default openRunFolder;
