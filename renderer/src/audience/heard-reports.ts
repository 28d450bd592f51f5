/** The reports heard from each link: the latest, and how often its picture has stood still of late. */
import type { LinkId, WatcherReport } from '@lectern/protocol';
import { FREEZE_MEMORY_MS } from '../policy.ts';

interface Heard {
  readonly report: WatcherReport;
  readonly atMs: number;
  readonly freezes: readonly { readonly atMs: number; readonly count: number }[];
}

export class HeardReports {
  readonly #heard = new Map<LinkId, Heard>();

  note(linkId: LinkId, report: WatcherReport, atMs: number): void {
    const before = this.#heard.get(linkId)?.freezes ?? [];
    const recent = before.filter((one) => atMs - one.atMs < FREEZE_MEMORY_MS);
    if (report.freezes > 0) recent.push({ atMs, count: report.freezes });
    this.#heard.set(linkId, { report, atMs, freezes: recent });
  }

  latest(linkId: LinkId): Pick<Heard, 'report' | 'atMs'> | undefined {
    return this.#heard.get(linkId);
  }

  /** Within the last seconds, and after `sinceMs`. */
  freezes(linkId: LinkId, sinceMs: number, nowMs: number): number {
    const recent = this.#heard
      .get(linkId)
      ?.freezes.filter(({ atMs }) => nowMs - atMs < FREEZE_MEMORY_MS && atMs > sinceMs);
    return recent?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  }

  /** Forgets all other links. */
  keepOnly(known: ReadonlySet<LinkId>): void {
    for (const linkId of this.#heard.keys()) if (!known.has(linkId)) this.#heard.delete(linkId);
  }
}
