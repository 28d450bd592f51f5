/** Lets only one `npm start` run in a folder: it leaves a file with its process id. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type StartLock =
  | { readonly isOurs: true; release(): void }
  /** The id of the process that has the lock. */
  | { readonly isOurs: false; readonly processId: number };

export function lockStart(dataFolder: string, isAlive: (processId: number) => boolean = isStartAlive): StartLock {
  const file = join(dataFolder, 'running');
  mkdirSync(dataFolder, { recursive: true });
  if (!tryWrite(file)) {
    const processId = Number(readLock(file));
    if (processId !== process.pid && isAlive(processId)) return { isOurs: false, processId };
    // The process that wrote it was killed.
    rmSync(file, { force: true });
    if (!tryWrite(file)) return { isOurs: false, processId: Number(readLock(file)) };
  }
  return { isOurs: true, release: () => rmSync(file, { force: true }) };
}

function tryWrite(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function readLock(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Its owner has removed it since.
  }
}

function isStartAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
  return isStart(processId);
}

/**
 * The system may have given the id to another program. Only Linux shows which; elsewhere the lock
 * holds.
 */
function isStart(processId: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').includes('start/main.ts');
  } catch {
    return false;
  }
}
