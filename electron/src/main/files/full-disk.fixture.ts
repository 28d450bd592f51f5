/** A folder in which nothing can be written, also by root. A test cannot fill a real disk. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';

/** What was in it is gone: it is now a link to a folder that does not exist. */
export function makeUnwritable(folder: string): void {
  rmSync(folder, { recursive: true });
  symlinkSync(`${folder}-elsewhere/gone`, folder);
}

export function makeWritable(folder: string): void {
  rmSync(folder);
  mkdirSync(folder);
}
