/** Finds programs on the disk. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const SCRIPT_BYTES = 10_000;

/** The first of these programs that is in PATH or in a folder for administrators. */
export function findInPath(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const ending = process.platform === 'win32' ? '.exe' : '';
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
  return paths.find((path) => existsSync(path) && !isSnap(path));
}

export const firstExisting = (...paths: readonly string[]): string | undefined =>
  paths.find((path) => existsSync(path));

export const inProgramFiles = (path: string): readonly string[] =>
  [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']].flatMap((folder) =>
    folder ? [join(folder, path)] : [],
  );

/** A snap, or the script that Ubuntu installs in its place: a snap cannot use files in /tmp. */
function isSnap(path: string): boolean {
  if (process.platform !== 'linux') return false;
  if (path.startsWith('/snap/') || realpathSync(path) === '/usr/bin/snap') return true;
  return statSync(path).size < SCRIPT_BYTES && readFileSync(path, 'utf8').includes('/snap/bin/');
}

const loadable = new Map<string, boolean>();

/** The path, unless the system lacks a library that the program is linked to. */
export function ifLoadable(path: string | undefined): string | undefined {
  if (path === undefined || process.platform !== 'linux') return path;
  if (!loadable.has(path)) {
    const { error, stdout } = spawnSync('ldd', [path], { encoding: 'utf8' });
    loadable.set(path, error !== undefined || !stdout.includes('not found'));
  }
  return loadable.get(path) === true ? path : undefined;
}

/** Forgets what `ifLoadable` has found, after packages were installed. */
export const forgetLoadable = (): void => loadable.clear();
