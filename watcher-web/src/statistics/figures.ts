/** A link's figures in words, for the panel and for whoever is asked for them by support. */
import { reportBetween, type Reception, receptionIn, type Statistics } from '../report/reception.ts';

/** What the panel says beyond what the presenter is told. Totals since the link began. */
export interface Figures {
  readonly reception: Reception;
  readonly totalBytes: number;
  readonly packets: number;
  readonly packetsLost: number;
  readonly codec: string | null;
  readonly decoder: string | null;
}

export interface FigureRow {
  readonly name: string;
  readonly value: string;
}

const NONE = '–';

export function figuresIn(statistics: Statistics, atMs: number): Figures {
  const inbound = [...statistics.values()].filter(({ type }) => type === 'inbound-rtp');
  const sum = (name: 'bytesReceived' | 'packetsReceived' | 'packetsLost'): number =>
    inbound.reduce((total, entry) => total + (entry[name] ?? 0), 0);
  const picture = inbound.find(({ kind }) => kind === 'video');
  const codec: string | undefined = statistics.get(picture?.codecId ?? '')?.mimeType;
  return {
    reception: receptionIn(statistics, atMs),
    totalBytes: sum('bytesReceived'),
    packets: sum('packetsReceived'),
    packetsLost: sum('packetsLost'),
    codec: codec?.replace(/^video\//, '') ?? null,
    decoder: picture?.decoderImplementation ?? null,
  };
}

const routes = {
  direct: 'Direct',
  turn: 'Through a TURN server',
  relay: 'Through the relay',
} as const;

/** Rates are of the time between the two; counts are of the whole link. */
export function rowsBetween(before: Figures, after: Figures): readonly FigureRow[] {
  // Where the page is and what it plays is no figure here.
  const report = reportBetween(before.reception, after.reception, { page: 'shown', sound: 'on' });
  const { roundTripMs, freezes, framesDropped } = after.reception;
  const hasPicture = report.width > 0;
  const decoding = [after.codec, after.decoder, hasPicture ? `${report.decodeMs} ms a picture` : null];
  return [
    { name: 'Route', value: routes[report.route] },
    { name: 'Delay', value: milliseconds(report.delayMs) },
    { name: 'Round trip', value: milliseconds(roundTripMs) },
    { name: 'Resolution', value: hasPicture ? `${report.width} × ${report.height}` : NONE },
    { name: 'Pictures a second', value: hasPicture ? String(Math.round(report.fps)) : NONE },
    { name: 'Freezes', value: String(freezes) },
    { name: 'Pictures dropped', value: String(framesDropped) },
    { name: 'Packets lost', value: lossOf(after) },
    { name: 'Data', value: rateBetween(before, after) },
    { name: 'Decoding', value: decoding.filter(Boolean).join(', ') || NONE },
  ];
}

const milliseconds = (ms: number | null): string => (ms === null ? NONE : `${Math.round(ms)} ms`);

function lossOf({ packets, packetsLost }: Figures): string {
  const all = packets + packetsLost;
  if (all === 0) return NONE;
  return packetsLost === 0 ? 'none' : `${packetsLost} (${((packetsLost / all) * 100).toFixed(1)} %)`;
}

function rateBetween(before: Figures, after: Figures): string {
  const elapsedMs = after.reception.atMs - before.reception.atMs;
  const kbps = elapsedMs > 0 ? Math.max(0, ((after.totalBytes - before.totalBytes) * 8) / elapsedMs) : 0;
  return kbps >= 1_000 ? `${(kbps / 1_000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}

/** As it is copied: one line each, and what the browser calls itself. Nothing in it opens the room. */
export const asText = (rows: readonly FigureRow[], about: readonly FigureRow[]): string =>
  [...rows, ...about].map(({ name, value }) => `${name}: ${value}`).join('\n');
