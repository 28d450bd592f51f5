/**
 * Removes network namespaces at the end of the process that made them, and those of processes that
 * were killed before they could.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FOLDER = '/run/netns';
/** `here`: a further name of this machine's own network. */
const NAME = /^lectern-(?:here-)?(\d+)-\d+$/;

export const nameOf = (count: number): string => `lectern-${String(process.pid)}-${String(count)}`;
export const nameOfOwn = (count: number): string => `lectern-here-${String(process.pid)}-${String(count)}`;

const ours = new Set<string>();
let isFirst = true;

/** To be called before the first namespace of this process and after each. */
export async function prepareRemoval(name: string): Promise<void> {
  ours.add(name);
  if (!isFirst) return;
  isFirst = false;
  process.once('exit', () => {
    for (const left of ours) removeAtOnce(left);
  });
  for (const found of await readdir(FOLDER).catch(() => [])) {
    const owner = Number(NAME.exec(found)?.[1] ?? process.pid);
    if (!isAlive(owner)) await removeNamespace(found).catch(() => undefined);
  }
}

/** Ends the programs inside as well. Cables go with the namespace that one of their ends is in. */
export async function removeNamespace(name: string): Promise<void> {
  ours.delete(name);
  if (!isOwn((await stat(`${FOLDER}/${name}`)).ino)) {
    const { stdout } = await run('ip', ['netns', 'pids', name]);
    endAll(stdout);
  }
  await run('ip', ['netns', 'del', name]);
}

function removeAtOnce(name: string): void {
  try {
    if (!isOwn(statSync(`${FOLDER}/${name}`).ino)) {
      endAll(execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }));
    }
    execFileSync('ip', ['netns', 'del', name]);
  } catch {
    // The next run tries again.
  }
}

/** Whether this is the network of this machine, whose programs are not ours. */
const isOwn = (inode: number): boolean => inode === statSync('/proc/self/ns/net').ino;

function endAll(pids: string): void {
  for (const pid of pids.split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended since.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
