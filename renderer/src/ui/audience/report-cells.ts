/** What one watcher reports, as the cells of its row. Pure. */
import type { TurnReason, WatcherReport } from '@lectern/protocol';
import { delayText } from '../figures.ts';
import { words } from '../words.ts';

export const NOTHING = '–';

interface RouteReason {
  readonly label: string;
  readonly hint: string;
}

export interface ReportCells {
  readonly resolution: string;
  readonly frameRate: string;
  readonly delay: string;
  readonly route: string;
  /** Why the route is not direct; undefined where it is. */
  readonly routeReason: RouteReason | undefined;
  /** Empty while the sound plays. */
  readonly sound: string;
}

const withoutReport: ReportCells = {
  resolution: NOTHING,
  frameRate: NOTHING,
  delay: NOTHING,
  route: NOTHING,
  routeReason: undefined,
  sound: '',
};

/**
 * `ownTurn`: why the presenter's end of the link would use TURN; null where it has no reason of its
 * own.
 */
export function cellsOf(report: WatcherReport | null, ownTurn: TurnReason | null = null): ReportCells {
  if (report === null) return withoutReport;
  const hasPicture = report.width > 0;
  return {
    resolution: hasPicture ? `${report.width} × ${report.height}` : NOTHING,
    frameRate: hasPicture ? String(Math.round(report.fps)) : NOTHING,
    delay: report.delayMs === null ? NOTHING : delayText(report.delayMs),
    route: words.watchers.routeOver(words.watchers.route[report.route], report.turn?.over),
    routeReason: reasonOf(report, ownTurn),
    sound: words.watchers.sound[report.sound],
  };
}

function reasonOf({ route, turn }: WatcherReport, ownTurn: TurnReason | null): RouteReason | undefined {
  if (route !== 'turn') return undefined;
  const reason = turn?.because ?? ownTurn ?? 'no-direct-path';
  const blocked = turn === undefined ? 'udp-blocked-here' : 'udp-blocked-there';
  return words.watchers.routeReason[reason === 'udp-blocked' ? blocked : reason];
}
