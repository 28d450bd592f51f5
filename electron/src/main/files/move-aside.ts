/**
 * A file that cannot be read is renamed, never overwritten: another program, or a person, may still
 * be able to read it.
 */
import { renameSync } from 'node:fs';

/** Returns the file's new path. */
export function moveAside(path: string, now: Date = new Date()): string {
  const newPath = `${path}.unreadable-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(path, newPath);
  return newPath;
}
