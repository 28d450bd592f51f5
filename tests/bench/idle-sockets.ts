/**
 * Measures what watchers that only wait cost the service: processor time with and without them, and
 * memory for each. They wait for a room that its presenter has not opened yet.
 */
import { readFileSync } from 'node:fs';
import { spoken } from '@lectern/protocol';
import { measureProcessors } from '../support/machine/process-tree.ts';
import { closeClients, connect } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startServiceProcess } from '../support/service/service-process.ts';

const SOCKETS = 1_500;
const AT_ONCE = 50;
/** Several ping intervals. */
const MEASURED_MS = 40_000;

const service = await startServiceProcess();
const memoryKb = (): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(service.pid())}/status`, 'utf8'))?.[1]);
const processor = async (): Promise<number> =>
  (await measureProcessors({ service: service.pid() }, MEASURED_MS)).service;
try {
  const without = await processor();
  const memoryBeforeKb = memoryKb();
  const { roomId } = await makeRoomKey();
  const waitOne = (): Promise<unknown> =>
    connect(service.url, { role: 'watcher', protocol: spoken, roomId, waits: true }).next('room:awaited');
  for (let count = 0; count < SOCKETS; count += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, waitOne));
  }
  const withThem = await processor();
  console.log(
    JSON.stringify({
      sockets: SOCKETS,
      percentOfACore: { without: Number(without.toFixed(2)), with: Number(withThem.toFixed(2)) },
      percentPer10000: Number((((withThem - without) / SOCKETS) * 10_000).toFixed(1)),
      kbPerSocket: Number(((memoryKb() - memoryBeforeKb) / SOCKETS).toFixed(1)),
    }),
  );
} finally {
  closeClients();
  await service.stop();
}
