/** How often the page has crashed of late: one that keeps doing so is not sent back on air, and not loaded again in haste. Pure. */
const WITHIN_MS = 60_000;
const MOST = 3;
const HASTE_MS = 0;
const PATIENCE_MS = 15_000;

export interface AfterCrash {
  /** Recent crashes, this one included. */
  readonly crashesMs: readonly number[];
  readonly goesBackOnAir: boolean;
  readonly reloadInMs: number;
}

export function afterCrash(earlierMs: readonly number[], nowMs: number): AfterCrash {
  const crashesMs = [...earlierMs.filter((atMs) => nowMs - atMs < WITHIN_MS), nowMs];
  const isUsual = crashesMs.length <= MOST;
  return { crashesMs, goesBackOnAir: isUsual, reloadInMs: isUsual ? HASTE_MS : PATIENCE_MS };
}
