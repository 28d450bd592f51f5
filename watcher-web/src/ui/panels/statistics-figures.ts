/** The rows of the statistics panel, from two readings of a link's statistics. Pure. */
import type { WatcherReport } from '@lectern/protocol';
import { receptionIn, reportBetween, type Reception, type Statistics } from '../../health/reception.ts';
import { turnUseOf, type PathFacts } from '../../health/turn-use.ts';
import { words } from '../words.ts';

const { statistics: labels } = words;

/** What the panel shows beyond the report to the presenter. Totals since the link began. */
export interface Figures {
  readonly reception: Reception;
  readonly totalBytes: number;
  readonly packets: number;
  readonly packetsLost: number;
  readonly codec: string | null;
  readonly decoder: string | null;
}

export interface StatisticsRow {
  readonly name: string;
  readonly value: string;
}

export function figuresIn(statistics: Statistics, atMs: number): Figures {
  const inbound = [...statistics.values()].filter(({ type }) => type === 'inbound-rtp');
  const sum = (name: 'bytesReceived' | 'packetsReceived' | 'packetsLost'): number =>
    inbound.reduce((total, entry) => total + (entry[name] ?? 0), 0);
  const video = inbound.find(({ kind }) => kind === 'video');
  const codec: string | undefined = statistics.get(video?.codecId ?? '')?.mimeType;
  return {
    reception: receptionIn(statistics, atMs),
    totalBytes: sum('bytesReceived'),
    packets: sum('packetsReceived'),
    packetsLost: sum('packetsLost'),
    codec: codec?.replace(/^video\//, '') ?? null,
    decoder: video?.decoderImplementation ?? null,
  };
}

/** Rates cover the time between the readings; counts cover the whole link. */
export function rowsBetween(before: Figures, after: Figures, facts: PathFacts): readonly StatisticsRow[] {
  // `page` and `sound` are part of a report, but not shown here.
  const turn = turnUseOf(after.reception, facts);
  const report = reportBetween(before.reception, after.reception, { page: 'shown', sound: 'on', turn });
  const { roundTripMs, freezes, framesDropped } = after.reception;
  const hasPicture = report.width > 0;
  const decoder = [after.codec, after.decoder, hasPicture ? labels.decodeTime(report.decodeMs) : null];
  return [
    { name: labels.route, value: labels.routeOver(labels.routes[report.route], turn?.over) },
    ...reasonRows(report),
    { name: labels.delay, value: milliseconds(report.delayMs) },
    { name: labels.roundTrip, value: milliseconds(roundTripMs) },
    { name: labels.resolution, value: hasPicture ? labels.size(report.width, report.height) : labels.unknown },
    { name: labels.frameRate, value: hasPicture ? labels.fps(report.fps) : labels.unknown },
    { name: labels.freezes, value: String(freezes) },
    { name: labels.droppedFrames, value: String(framesDropped) },
    { name: labels.packetsLost, value: packetLoss(after) },
    { name: labels.dataRate, value: labels.kbps(kbpsBetween(before, after)) },
    { name: labels.decoder, value: decoder.filter(Boolean).join(', ') || labels.unknown },
  ];
}

/** Nothing where the path is direct: that needs no reason. */
function reasonRows({ route, turn }: Pick<WatcherReport, 'route' | 'turn'>): readonly StatisticsRow[] {
  if (route !== 'turn') return [];
  // The presenter's end takes TURN for reasons of its own, but only where no direct path is found.
  return [{ name: labels.reason, value: labels.reasons[turn?.because ?? 'no-direct-path'] }];
}

const milliseconds = (ms: number | null): string => (ms === null ? labels.unknown : labels.milliseconds(ms));

function packetLoss({ packets, packetsLost }: Figures): string {
  const total = packets + packetsLost;
  if (total === 0) return labels.unknown;
  return packetsLost === 0 ? labels.none : labels.lost(packetsLost, packetsLost / total);
}

function kbpsBetween(before: Figures, after: Figures): number {
  const elapsedMs = after.reception.atMs - before.reception.atMs;
  return elapsedMs > 0 ? Math.max(0, ((after.totalBytes - before.totalBytes) * 8) / elapsedMs) : 0;
}

/** One line per row. Nothing in it lets anyone into the room. */
export const asText = (rows: readonly StatisticsRow[]): string =>
  rows.map(({ name, value }) => `${name}: ${value}`).join('\n');
