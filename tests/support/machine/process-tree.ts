/** Measures and stops a program with all processes that it has started, by Linux's /proc. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** The unit of processor time in /proc, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessLine {
  readonly parent: number;
  readonly ticks: number;
}

async function readProcesses(): Promise<Map<number, ProcessLine>> {
  const lines = new Map<number, ProcessLine>();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  await Promise.all(
    pids.map(async (pid) => {
      // A process that has ended meanwhile has no file.
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      // The name is in parentheses and may contain anything. The third field and all after it
      // follow.
      const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
      if (fields) lines.set(pid, { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    }),
  );
  return lines;
}

/**
 * Stops a program and everything it has started, as on a machine that sleeps. Call the result to
 * continue them.
 */
export async function putToSleep(root: number): Promise<() => void> {
  const asleep = [...(await ticksUnder(root)).keys()];
  for (const pid of asleep) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of asleep) process.kill(pid, 'SIGCONT');
  };
}

/** The ids of a program and everything it has started. */
export const processesUnder = async (root: number): Promise<readonly number[]> => [...(await ticksUnder(root)).keys()];

/** Processor time so far, in ticks, of each process in the tree under `root`. */
async function ticksUnder(root: number): Promise<Map<number, number>> {
  const all = await readProcesses();
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return new Map([...all].filter(([pid]) => belongs(pid)).map(([pid, { ticks }]) => [pid, ticks]));
}

/** Stops a program and everything it has started for `ms`. */
export async function standStill(root: number, ms: number): Promise<void> {
  const pids = [...(await ticksUnder(root)).keys()];
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const pid of pids) {
      try {
        process.kill(pid, name);
      } catch {
        // This process has ended; the others must continue.
      }
    }
  };
  signal('SIGSTOP');
  await pause(ms);
  signal('SIGCONT');
}

export type ProcessorUse<Name extends string> = Readonly<Record<Name, number>>;

/**
 * Percent of one core that each tree uses over the next `ms`, without processes that end within
 * that time.
 */
export async function measureProcessors<Name extends string>(
  roots: Readonly<Record<Name, number>>,
  ms: number,
): Promise<ProcessorUse<Name>> {
  const stop = await startProcessors(roots);
  await pause(ms);
  return await stop();
}

/** The same over the time until the result is called. */
export async function startProcessors<Name extends string>(
  roots: Readonly<Record<Name, number>>,
): Promise<() => Promise<ProcessorUse<Name>>> {
  const names = Object.keys(roots) as Name[];
  const startedAt = performance.now();
  const before = await Promise.all(names.map((name) => ticksUnder(roots[name])));
  return async () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const after = await Promise.all(names.map((name) => ticksUnder(roots[name])));
    const percentOf = (index: number): number => {
      const used = [...(after[index] ?? [])].map(([pid, ticks]) => ticks - (before[index]?.get(pid) ?? 0));
      return (used.reduce((sum, ticks) => sum + ticks, 0) / TICKS_PER_SECOND / seconds) * 100;
    };
    return Object.fromEntries(names.map((name, index) => [name, percentOf(index)])) as Record<Name, number>;
  };
}

/** Ticks so far of all processors, busy and in all. The difference of two calls gives the load. */
export async function readBusy(): Promise<{ readonly busy: number; readonly all: number }> {
  const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const fields = first.trim().split(/\s+/).slice(1, 9).map(Number);
  const all = fields.reduce((sum, ticks) => sum + ticks, 0);
  return { all, busy: all - (fields[3] ?? 0) - (fields[4] ?? 0) };
}

/** How busy the machine is until the result is called, in percent of all processors. */
export async function startBusy(): Promise<() => Promise<number>> {
  const before = await readBusy();
  return async () => {
    const after = await readBusy();
    return ((after.busy - before.busy) / (after.all - before.all)) * 100;
  };
}
