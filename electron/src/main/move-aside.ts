/** A file that cannot be read is kept for whoever can, under a name that says so, and never written over. */
import { renameSync } from 'node:fs';

/** Gives the file's new path. */
export function moveAside(path: string, now: Date = new Date()): string {
  const aside = `${path}.unreadable-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(path, aside);
  return aside;
}
