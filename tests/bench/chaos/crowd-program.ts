/** A program: rooms with light clients, as a process of its own. Driven over IPC. */
import { setTimeout as pause } from 'node:timers/promises';
import loglevel from 'loglevel';
import { BareClient } from './bare-client.ts';
import { LightRoom } from './light-room.ts';
import type { BarePlan, CrowdPlan, CrowdReply, CrowdReport, CrowdRequest } from './outage.ts';

/** Joins of one process while the rooms fill: fewer than a service takes. */
const JOINS_PER_SECOND = 40;
const LOOK_EVERY_MS = 200;

const rooms: LightRoom[] = [];
const bareClients: BareClient[] = [];
let changing: ReturnType<typeof setInterval> | undefined;

const reply = (message: CrowdReply): void => void process.send?.(message);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(LOOK_EVERY_MS);
}

async function joinInTurn(count: number, join: (index: number) => void): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    join(index);
    await pause(1_000 / JOINS_PER_SECOND);
  }
}

async function fill({ url, rooms: count, watchers, changesPerSecond, at }: CrowdPlan): Promise<void> {
  for (let index = 0; index < count; index += 1) rooms.push(await LightRoom.open(url, at));
  await until(() => rooms.every(({ isOpen }) => isOpen));
  await joinInTurn(watchers, (index) => rooms[index % count]?.join());
  await until(() => rooms.every(({ isWhole }) => isWhole));
  if (changesPerSecond > 0) changing = setInterval(change, 1_000 / changesPerSecond);
}

async function fillBare({ url, clients }: BarePlan): Promise<void> {
  await joinInTurn(clients, () => bareClients.push(new BareClient(url)));
  await until(() => bareClients.every(({ hasJoined }) => hasJoined));
}

let changes = 0;

/** Each room loses one watcher and gets one, in turn. */
function change(): void {
  const room = rooms[changes % rooms.length];
  changes += 1;
  room?.leave();
  room?.join();
}

/** By then, a client that has lost the service when it was killed last is back. */
const SETTLE_WITHIN_MS = 30_000;

async function stopChanging(): Promise<void> {
  clearInterval(changing);
  const deadlineMs = Date.now() + SETTLE_WITHIN_MS;
  const isSettled = (): boolean => rooms.every(({ isWhole }) => isWhole) || Date.now() > deadlineMs;
  await until(isSettled);
  // Somebody new must get in as well.
  for (const room of rooms) room.join();
  await until(isSettled);
}

const report = (): CrowdReport => ({
  outages: [...rooms, ...bareClients].flatMap(({ outages }) => outages),
  joined: rooms.reduce((sum, { joined }) => sum + joined, 0),
  linksRefused: rooms.reduce((sum, { linksRefused, unheldLinks }) => sum + linksRefused + unheldLinks, 0),
  roomsLost: rooms.filter(({ isOpen, watching, size }) => !isOpen || watching < size).length,
});

async function perform(request: CrowdRequest): Promise<void> {
  switch (request.type) {
    case 'fill':
      await fill(request.plan);
      return reply({ type: 'filled' });
    case 'fill-bare':
      await fillBare(request.plan);
      return reply({ type: 'filled' });
    case 'stop-changing':
      await stopChanging();
      return reply({ type: 'stopped' });
    case 'report':
      return reply({ type: 'report', report: report() });
  }
}

for (const logger of Object.values(loglevel.getLoggers())) logger.setLevel('silent');
process.on('message', (request: CrowdRequest) => void perform(request));
