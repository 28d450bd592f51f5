/**
 * Flushing to the disk what a power cut must not take. A new name in a folder is safe once the
 * folder is flushed, too.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Windows cannot open a folder, and writes its changes through by itself. */
const canFlushFolders = process.platform !== 'win32';

export async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function flushFolder(folder: string): Promise<void> {
  if (canFlushFolders) await flush(folder, 'r');
}

export function flushFolderSync(folder: string): void {
  if (!canFlushFolders) return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
