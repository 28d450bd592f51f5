/** What the runs of one failure come to, and the table that the person reads. */
import type { Recovery } from '../../support/measure/recover/measure-failure.ts';
import { percentile } from '../../support/measure/statistics.ts';

export interface FailureResult {
  readonly gapMsP50: number;
  readonly gapMsP95: number;
  readonly gapMsMax: number;
  readonly runs: number;
  /** Without a human. */
  readonly recovered: number;
}

export interface Row {
  readonly words: string;
  readonly limitMs: number;
  readonly result: FailureResult;
}

export function resultOf(recoveries: readonly Recovery[]): FailureResult {
  const gaps = recoveries.map(({ gapMs }) => gapMs);
  return {
    gapMsP50: percentile(gaps, 50),
    gapMsP95: percentile(gaps, 95),
    gapMsMax: percentile(gaps, 100),
    runs: recoveries.length,
    recovered: recoveries.filter(({ missing }) => missing.length === 0).length,
  };
}

const isReached = ({ limitMs, result }: Row): boolean => result.gapMsP95 <= limitMs && result.recovered === result.runs;

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.words,
    String(row.limitMs),
    String(row.result.gapMsP95),
    String(row.result.gapMsP50),
    String(row.result.gapMsMax),
    `${String(row.result.recovered)}/${String(row.result.runs)}`,
    isReached(row) ? 'yes' : 'NO',
  ]);
  const table = [['failure', 'limit, ms', 'p95', 'p50', 'max', 'recovered', 'reached'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
    )
    .map((row) => row.join('  '))
    .join('\n');
}
