/** Delay and memory during a soak, and how they grow. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { readProcessMemory } from '../../support/machine/process-memory.ts';
import { processesUnder } from '../../support/machine/process-tree.ts';
import { agesOf, readDelays } from '../../support/measure/timecode/read-delays.ts';
import { mean, percentile, slopeWithError } from '../../support/measure/statistics.ts';

const HOUR_MS = 3_600_000;
/** A hundred frames. */
const LISTEN_MS = 4_000;

/** At one end, since the begin. */
export interface MemorySample {
  readonly atMs: number;
  /** Megabytes of the browser and all its processes; what several share counts once. */
  readonly mb: number;
}

export interface DelaySample {
  readonly atMs: number;
  /** From glass to glass, the median of some seconds. */
  readonly ms: number;
}

/**
 * Reads how old the pictures of watchers' pages are: the mean of their medians, since each link has
 * a delay of its own, which is another one after each repair. To be called once for each page.
 */
export async function delayReader(pages: readonly Page[]): Promise<() => Promise<number>> {
  await Promise.all(pages.map((page) => readDelays({ read: (inPage) => page.evaluate(inPage) })));
  return async () => {
    await Promise.all(pages.map((page) => page.evaluate(() => void window.seenPictures.splice(0))));
    await pause(LISTEN_MS);
    const seen = await Promise.all(pages.map((page) => page.evaluate(() => window.seenPictures.splice(0))));
    return mean(seen.map((pictures) => percentile(agesOf(pictures), 50)));
  };
}

/** Garbage of the pages does not count. */
export async function readMemory(pid: number, pages: readonly Page[]): Promise<number> {
  for (const page of pages) {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
  }
  const sizes = await Promise.all((await processesUnder(pid)).map((each) => readProcessMemory(each)));
  return sizes.reduce((sum, { all }) => sum + all, 0);
}

/** `standardError`: how far chance alone takes the growth from zero. */
export interface DelayGrowth {
  readonly msPerHour: number;
  readonly standardError: number;
}

export function delayGrowth(samples: readonly DelaySample[]): DelayGrowth {
  const fitted = slopeWithError(samples.map(({ atMs, ms }) => [atMs / HOUR_MS, ms]));
  const rounded = (value = Number.NaN): number => Math.round(value * 10) / 10;
  return { msPerHour: rounded(fitted?.slope), standardError: rounded(fitted?.standardError) };
}

/** From the first third to the last one, in percent. */
export function memoryGrowthPct(samples: readonly MemorySample[]): number {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const medianOf = (some: readonly MemorySample[]): number =>
    percentile(
      some.map(({ mb }) => mb),
      50,
    );
  const [before, after] = [medianOf(samples.slice(0, third)), medianOf(samples.slice(-third))];
  return Math.round(((after - before) / before) * 1_000) / 10;
}
