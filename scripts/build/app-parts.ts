/** The four parts that are built before they run, and which of them are out of date. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AppPart {
  /** The workspace. */
  readonly name: 'signaling-server' | 'watcher-web' | 'renderer' | 'electron';
  /** Its name on screen. */
  readonly title: string;
  /** Files and folders whose changes make the output stale, as paths from the root. */
  readonly inputs: readonly string[];
}

const inputsOfAll = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'protocol'];

const appParts: readonly AppPart[] = [
  {
    name: 'signaling-server',
    title: 'the signaling service',
    inputs: [...inputsOfAll, 'steering', 'signaling-server'],
  },
  {
    name: 'watcher-web',
    title: 'the watcher page',
    inputs: [...inputsOfAll, 'state', 'rtc', 'look', 'watcher-web'],
  },
  {
    name: 'renderer',
    title: 'the presenter page',
    inputs: [...inputsOfAll, 'state', 'steering', 'bridge', 'rtc', 'look', 'renderer'],
  },
  {
    name: 'electron',
    title: 'the presenter app',
    inputs: [...inputsOfAll, 'state', 'bridge', 'look', 'electron'],
  },
];

/**
 * Written into a part's output after a successful build. Its modification time is the build's
 * start.
 */
export const STAMP = '.built';

const ignoredFolders = new Set(['node_modules', 'dist', 'release', '.cache', '.data']);

/**
 * The newest change in a file or folder, in ms since 1970; 0 if it does not exist. Ignores output
 * and tests.
 */
export async function newestChangeMs(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const entries = (await readdir(path)).filter((name) => !ignoredFolders.has(name) && !name.includes('.test.'));
  const changes = await Promise.all(entries.map((name) => newestChangeMs(join(path, name))));
  // The folder's own time would show a deleted file, but writing `dist` into a workspace changes it
  // too.
  return Math.max(0, ...changes);
}

/** Whether a part's output is missing or older than its inputs. */
export async function isStale(root: string, part: AppPart): Promise<boolean> {
  const built = await stat(join(root, part.name, 'dist', STAMP)).catch(() => undefined);
  if (!built) return true;
  const changes = await Promise.all(part.inputs.map((path) => newestChangeMs(join(root, path))));
  return Math.max(...changes) > built.mtimeMs;
}

export async function findStaleParts(root: string): Promise<readonly AppPart[]> {
  const stale = await Promise.all(appParts.map((part) => isStale(root, part)));
  return appParts.filter((_, index) => stale[index]);
}
