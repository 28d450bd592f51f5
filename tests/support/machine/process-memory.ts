/** Reads how much memory a process takes, by Linux's /proc. */
import { readFile } from 'node:fs/promises';

/** In megabytes. What several processes share counts in proportion (proc(5), smaps_rollup). */
export interface ProcessMemory {
  readonly all: number;
  /** Of its own: heaps and stacks. */
  readonly own: number;
  /** Shared with other processes: frames, bitmaps and long messages. */
  readonly shared: number;
}

/** Zero for a process that has ended. */
export async function readProcessMemory(pid: number): Promise<ProcessMemory> {
  const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  return { all: megabytes('Pss'), own: megabytes('Pss_Anon'), shared: megabytes('Pss_Shmem') };
}

/** Memory regions of one size. */
export interface Regions {
  readonly kind: 'own' | 'shared';
  readonly kb: number;
  readonly count: number;
  /** What of them all is in memory, in proportion. */
  readonly mb: number;
}

/**
 * A process's regions, grouped by size, the groups that take most first. The size often names the
 * use: a frame of 1280×720 has 1,350 KB in I420 and 3,600 KB in RGBA.
 */
export async function readRegions(pid: number): Promise<readonly Regions[]> {
  const groups = new Map<string, Regions>();
  const text = await readFile(`/proc/${String(pid)}/smaps`, 'utf8').catch(() => '');
  for (const region of text.split(/^(?=[\da-f]+-[\da-f]+ )/m)) {
    const [heading = ''] = region.split('\n', 1);
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(region)?.[1] ?? 0);
    const kind = /memfd:|\/dev\/shm\/|org\.chromium/.test(heading) ? 'shared' : 'own';
    const [kb, mb] = [number('Size'), number('Pss') / 1024];
    const before = groups.get(`${kind} ${String(kb)}`);
    groups.set(`${kind} ${String(kb)}`, { kind, kb, count: (before?.count ?? 0) + 1, mb: (before?.mb ?? 0) + mb });
  }
  return [...groups.values()].toSorted((a, b) => b.mb - a.mb);
}
