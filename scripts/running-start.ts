/** Keeps two `npm start` of one clone apart: the first leaves a note with its process id. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Claim = { readonly got: true; release(): void } | { readonly got: false; readonly processId: number };

export function claimStart(dataFolder: string, isAlive: (processId: number) => boolean = isProcessAlive): Claim {
  const note = join(dataFolder, 'running');
  mkdirSync(dataFolder, { recursive: true });
  if (!tryWrite(note)) {
    const processId = Number(readNote(note));
    if (processId !== process.pid && isAlive(processId)) return { got: false, processId };
    // Left by a start that was cut off.
    rmSync(note, { force: true });
    if (!tryWrite(note)) return { got: false, processId: Number(readNote(note)) };
  }
  return { got: true, release: () => rmSync(note, { force: true }) };
}

function tryWrite(note: string): boolean {
  try {
    writeFileSync(note, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

function readNote(note: string): string {
  try {
    return readFileSync(note, 'utf8');
  } catch {
    return ''; // Taken away in between.
  }
}

function isProcessAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
  return runsNode(processId);
}

/** The number may have gone to another program since; where the system does not tell, it is taken for a start. */
function runsNode(processId: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').includes('start.ts');
  } catch {
    return false;
  }
}
