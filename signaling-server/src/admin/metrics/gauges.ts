/** Figures of the service that are read when they are scraped. */
import { RoomPhase } from '@lectern/protocol';
import type { Rooms } from '../../cluster/rooms.ts';
import type { WaitingBytes } from '../../room/waiting-bytes.ts';
import { Gauge, plainGauge, type Metric } from './metric.ts';

interface Sources {
  readonly rooms: Rooms;
  readonly waiting: Pick<WaitingBytes, 'total'>;
  readonly isReady: () => boolean;
}

const reportedRoutes = ['direct', 'turn'] as const;

export function serviceGauges({ rooms, waiting, isReady }: Sources): readonly Metric[] {
  return [
    new Gauge({ name: 'lectern_rooms', help: 'Rooms held, by phase.' }, { phase: RoomPhase.options }, () => {
      const counts = new Map<RoomPhase, number>(RoomPhase.options.map((phase) => [phase, 0]));
      for (const { phase } of rooms.all()) counts.set(phase, (counts.get(phase) ?? 0) + 1);
      return [...counts].map(([phase, count]) => [{ phase }, count] as const);
    }),
    plainGauge({ name: 'lectern_watchers', help: 'Seats taken in all rooms.' }, () => rooms.watchers),
    plainGauge(
      { name: 'lectern_watchers_awaiting', help: 'Watchers that wait for rooms to be opened.' },
      () => rooms.awaited.size,
    ),
    new Gauge(
      { name: 'lectern_links', help: 'Links connected in live rooms, by route, as their presenters report them.' },
      { route: reportedRoutes },
      () => {
        const counts = { direct: 0, turn: 0 };
        for (const { phase, reports } of rooms.all()) {
          if (phase !== 'live') continue;
          for (const route of reportedRoutes) counts[route] += reports.latest?.[route] ?? 0;
        }
        return reportedRoutes.map((route) => [{ route }, counts[route]] as const);
      },
    ),
    plainGauge(
      { name: 'lectern_waiting_bytes', help: 'Bytes that wait for clients that are away or read slowly.' },
      () => waiting.total,
    ),
    plainGauge({ name: 'lectern_ready', help: 'Whether /readyz answers 200: 1, else 0.' }, () => (isReady() ? 1 : 0)),
  ];
}
