/**
 * Ten thousand watchers in five live rooms: what the service needs while nothing happens, and how
 * soon all watchers of one room learn of a change.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { about, closeClients, openRoom } from '../../service/clients.ts';
import type { RawWebSocket } from '../../hostile/raw-websocket.ts';
import { percentile } from '../statistics.ts';
import { joinRoom, joinTogether, leaveAll } from './joins.ts';
import { largeRooms, startMeasuredServer } from './measured-server.ts';

const ROOMS = 5;
const WATCHERS_OF_A_ROOM = 2_000;
const AT_ONCE = 8;
/** Several ping intervals. */
const IDLE_MS = 40_000;
const CHANGES = 20;
/** A room may change five times a second. */
const BETWEEN_CHANGES_MS = 500;

export interface LargeRooms {
  readonly idle: { readonly watchers: number; readonly cpuPct: number; readonly rssMb: number };
  readonly notice: { readonly watchers: number; readonly p99Ms: number };
}

type Opened = Awaited<ReturnType<typeof openRoom>>;

export async function measureLargeRooms(print: (line: string) => void): Promise<LargeRooms> {
  const server = await startMeasuredServer('lectern', largeRooms);
  const audiences: RawWebSocket[][] = [];
  try {
    const presenters: Opened[] = [];
    for (let count = 0; count < ROOMS; count += 1) {
      const opened = await openRoom(server.url);
      presenters.push(opened);
      const { sockets } = await joinTogether(server.url, joinRoom(opened.roomId), WATCHERS_OF_A_ROOM, AT_ONCE);
      audiences.push([...sockets]);
      print(`${String(audiences.flat().length)} watchers have joined`);
    }
    const watchers = audiences.flat().length;
    const { cpuMs } = await server.usage();
    const startMs = performance.now();
    await pause(IDLE_MS);
    const after = await server.usage();
    const cpuPct = ((after.cpuMs - cpuMs) / (performance.now() - startMs)) * 100;
    const idle = { watchers, cpuPct, rssMb: after.rssKb / 1_024 };
    const [[presenter], [audience]] = [presenters, audiences];
    if (presenter === undefined || audience === undefined) throw new Error('no room was opened');
    const timesMs = await timeChanges(presenter, audience);
    return { idle, notice: { watchers: audience.length, p99Ms: percentile(timesMs, 99) } };
  } finally {
    closeClients();
    await leaveAll(audiences.flat());
    await server.stop();
  }
}

/** From the presenter's request until each watcher has the notice. */
async function timeChanges({ client }: Opened, audience: readonly RawWebSocket[]): Promise<number[]> {
  const timesMs: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const title = `Optics ${String(change)}`;
    const startMs = performance.now();
    const notified = audience.map(async (socket) => {
      await socket.next('42["room:changed"');
      timesMs.push(performance.now() - startMs);
    });
    await client.request('room:describe', { about: { ...about, title } });
    await Promise.all(notified);
    await pause(BETWEEN_CHANGES_MS);
  }
  return timesMs;
}
