/**
 * What the watchers of the relay cost the service, which passes on what direct links carry
 * themselves: a report from each every two seconds.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { LinkId } from '@lectern/protocol';
import type { RawWebSocket } from '../../support/hostile/raw-websocket.ts';
import { startJanus } from '../../support/machine/janus.ts';
import { startBusy } from '../../support/machine/process-tree.ts';
import { FULL_PCT } from '../../support/measure/relay/full-machine.ts';
import { LightPeers } from '../../support/measure/relay/light-peers.ts';
import { joinRoom, joinTogether, leaveAll } from '../../support/measure/signaling/joins.ts';
import { largeRooms, startMeasuredServer } from '../../support/measure/signaling/measured-server.ts';
import { until } from '../../support/measure/until.ts';
import { closeClients, openRoom } from '../../support/service/clients.ts';

const AT_ONCE = 4;
const REPORT_EVERY_MS = 2_000;
const TICK_MS = 20;
const LAYERS_KBPS = [150, 500, 1_500];

const shown = { width: 1280, height: 720, fps: 30, freezes: 0, droppedFrames: 0, decodeMs: 4, delayMs: 120 } as const;
const report = { ...shown, route: 'direct', page: 'shown', sound: 'on' } as const;

export interface ServiceShare {
  readonly watchers: number;
  /** Of a core, for their reports: beyond what it needs for them while they are silent. */
  readonly reportsCpuPct: number;
  readonly idleCpuPct: number;
  readonly messagesPerSec: number;
}

interface ShareOptions {
  readonly watchers: number;
  readonly ms: number;
  readonly print: (line: string) => void;
}

/** Null where the machine was full. */
export async function measureServiceShare({ watchers, ms, print }: ShareOptions): Promise<ServiceShare | null> {
  await using open = new AsyncDisposableStack();
  const janus = open.adopt(await startJanus({ peers: watchers + 50 }), (server) => server.close());
  const server = await startMeasuredServer('lectern', {
    ...largeRooms,
    LECTERN_RELAY_ORIGIN: janus.url,
    LECTERN_RELAY_SECRET: janus.secret,
    LECTERN_RELAY_USE: 'always',
  });
  open.defer(() => server.stop());
  const publisher = open.adopt(new LightPeers(), (peers) => peers.close());
  open.defer(closeClients);
  const { client, roomId } = await openRoom(server.url, { publishes: true });
  const { linkId: publishing } = await client.next('link:publish-requested');
  await client.request('link:offer', { linkId: publishing, round: 1, sdp: await publisher.publish(LAYERS_KBPS) });
  await publisher.accept((await client.next('link:answered')).sdp);
  await until('the room is at the relay', () => client.heard.some(({ name }) => name === 'fan-out:changed'));

  const links = new Map<RawWebSocket, LinkId>();
  const join = joinRoom(roomId, (socket, linkId) => void links.set(socket, linkId));
  const { sockets } = await joinTogether(server.url, join, watchers, AT_ONCE);
  open.defer(() => leaveAll(sockets));
  print(`${String(links.size)} watchers have links of the relay`);
  // Janus makes their offers.
  await pause(ms);

  const busy = await startBusy();
  const measure = async (): Promise<number> => {
    const before = await server.usage();
    const startMs = performance.now();
    await pause(ms);
    const { cpuMs } = await server.usage();
    return ((cpuMs - before.cpuMs) / (performance.now() - startMs)) * 100;
  };
  const idleCpuPct = await measure();
  let sent = 0;
  const all = [...links];
  const beganMs = performance.now();
  const sending = setInterval(() => {
    const due = ((performance.now() - beganMs) / REPORT_EVERY_MS) * all.length;
    for (; sent < due; sent += 1) {
      const [socket, linkId] = all[sent % all.length] ?? [];
      const request = { linkId, message: { kind: 'watcher-reported', report } };
      socket?.send(`42${String(sent)}["link:say",${JSON.stringify(request)}]`);
    }
  }, TICK_MS);
  const cpuPct = await measure();
  const messagesPerSec = (sent / (performance.now() - beganMs)) * 1_000;
  clearInterval(sending);
  const busyPct = await busy();
  client.heard.length = 0;
  const { playing } = await client.next('relay:reported');
  print(
    `service: ${idleCpuPct.toFixed(1)} % of a core while they are silent, ${cpuPct.toFixed(1)} % with ` +
      `${messagesPerSec.toFixed(0)} reports a second, machine ${busyPct.toFixed(0)} % busy`,
  );
  if (playing !== watchers) throw new Error(`the reports of ${String(watchers - playing)} watchers were not read`);
  if (busyPct >= FULL_PCT) return null;
  return { watchers, reportsCpuPct: cpuPct - idleCpuPct, idleCpuPct, messagesPerSec };
}
