/** What one watcher reports, as the cells of its row. Pure. */
import type { WatcherReport } from '@lectern/protocol';
import { delayText } from '../figures.ts';
import { words } from '../words.ts';

export const NOTHING = '–';

export interface ReportCells {
  readonly resolution: string;
  readonly frameRate: string;
  readonly delay: string;
  readonly route: string;
  /** Empty while the sound plays. */
  readonly sound: string;
}

const withoutReport: ReportCells = {
  resolution: NOTHING,
  frameRate: NOTHING,
  delay: NOTHING,
  route: NOTHING,
  sound: '',
};

export function cellsOf(report: WatcherReport | null): ReportCells {
  if (report === null) return withoutReport;
  const hasPicture = report.width > 0;
  return {
    resolution: hasPicture ? `${report.width} × ${report.height}` : NOTHING,
    frameRate: hasPicture ? String(Math.round(report.fps)) : NOTHING,
    delay: report.delayMs === null ? NOTHING : delayText(report.delayMs),
    route: words.watchers.route[report.route],
    sound: words.watchers.sound[report.sound],
  };
}
