/** The four parts that are built before they run, and which of them are stale. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AppPart {
  readonly name: 'signaling-server' | 'watcher-web' | 'renderer' | 'electron';
  /** Said to people while it is built. */
  readonly says: string;
  /** Folders and files, from the root, that go into it. */
  readonly madeOf: readonly string[];
}

const everyPart = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'protocol'];

const appParts: readonly AppPart[] = [
  { name: 'signaling-server', says: 'the signaling service', madeOf: [...everyPart, 'signaling-server'] },
  { name: 'watcher-web', says: 'the watcher page', madeOf: [...everyPart, 'state', 'rtc', 'look', 'watcher-web'] },
  {
    name: 'renderer',
    says: 'the presenter screen',
    madeOf: [...everyPart, 'state', 'steering', 'bridge', 'rtc', 'look', 'renderer'],
  },
  { name: 'electron', says: 'the presenter app', madeOf: [...everyPart, 'state', 'bridge', 'look', 'electron'] },
];

/** Written into the part's output when its build has ended well; its time is when that build began. */
export const STAMP = '.built';

const notSources = new Set(['node_modules', 'dist', 'release', '.cache', '.data']);

/** The newest change below a file or folder, in ms since 1970; 0 where there is none. Output and tests do not count. */
export async function newestChangeMs(path: string): Promise<number> {
  const about = await stat(path).catch(() => undefined);
  if (!about) return 0;
  if (!about.isDirectory()) return about.mtimeMs;
  const entries = (await readdir(path)).filter((name) => !notSources.has(name) && !name.includes('.test.'));
  const below = await Promise.all(entries.map((name) => newestChangeMs(join(path, name))));
  // The folder's own time tells of a file that was taken away, but writing `dist` into a workspace changes it as well.
  return Math.max(0, ...below);
}

/** Whether a part's output is missing or older than what it is made of. */
export async function isStale(root: string, part: AppPart): Promise<boolean> {
  const built = await stat(join(root, part.name, 'dist', STAMP)).catch(() => undefined);
  if (!built) return true;
  const changes = await Promise.all(part.madeOf.map((path) => newestChangeMs(join(root, path))));
  return Math.max(...changes) > built.mtimeMs;
}

export async function staleParts(root: string): Promise<readonly AppPart[]> {
  const stale = await Promise.all(appParts.map((part) => isStale(root, part)));
  return appParts.filter((_, index) => stale[index]);
}
