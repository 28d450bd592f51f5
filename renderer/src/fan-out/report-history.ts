/**
 * What one link's watcher has reported: the latest report, and how often its picture has frozen
 * lately.
 */
import type { WatcherReport } from '@lectern/protocol';
import { FREEZE_MEMORY_MS } from '../policy/audience.ts';

/** All times are of one monotonic clock, in milliseconds. */
export class ReportHistory {
  #latest: { readonly report: WatcherReport; readonly atMs: number } | null = null;
  #freezes: { readonly atMs: number; readonly count: number }[] = [];

  get latest(): { readonly report: WatcherReport; readonly atMs: number } | null {
    return this.#latest;
  }

  add(report: WatcherReport, atMs: number): void {
    this.#latest = { report, atMs };
    this.#freezes = this.#freezes.filter((freeze) => atMs - freeze.atMs < FREEZE_MEMORY_MS);
    if (report.freezes > 0) this.#freezes.push({ atMs, count: report.freezes });
  }

  /** Freezes of the last seconds that were reported after `sinceMs`. */
  countFreezes(sinceMs: number, nowMs: number): number {
    return this.#freezes
      .filter(({ atMs }) => nowMs - atMs < FREEZE_MEMORY_MS && atMs > sinceMs)
      .reduce((sum, { count }) => sum + count, 0);
  }
}
