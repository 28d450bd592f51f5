/** Small JSON files of the profile that must be whole after a crash or a power cut: written beside, flushed, renamed. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type * as z from 'zod/mini';
import { moveAside } from '../move-aside.ts';

type Log = (message: string) => void;

/** What the file says, or undefined where there is none. One that cannot be read is moved aside. */
export function readSmallFile<T>(path: string, schema: z.ZodMiniType<T>, log: Log): T | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined; // The usual case: there is none.
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    log(`${basename(path)} could not be read and is kept as ${moveAside(path)}`);
    return undefined;
  }
}

export function writeSmallFile(path: string, value: unknown): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(value));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
  flushFolder(dirname(path));
}

export function removeSmallFile(path: string): void {
  rmSync(path, { force: true });
}

/** The rename itself; Windows cannot open a folder, and needs no such thing. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
