/**
 * All watchers are on one of two instances, which is killed: how soon they are back on the other one, and
 * how late its event loop is then, against a bare Socket.IO server that as many join at once. Linux
 * only. Options: `--watchers 5000`, `--rooms 30`, `--program source`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { joinBare, joinTogether, leaveAll } from '../support/measure/signaling/joins.ts';
import { startMeasuredServer } from '../support/measure/signaling/measured-server.ts';
import { percentile } from '../support/measure/statistics.ts';
import { startCluster } from './chaos/cluster.ts';
import { Crowd } from './chaos/crowd.ts';
import { latestTurnMs, readLoopLag } from './chaos/loop-lag.ts';

/** To reach: `backMsMax`, or one and a half times what the bare server needs where that is more. */
const limits = { backMsMax: 15_000, ofBare: 1.5, lagMsAfterwards: 200 };
const WATCHERS_OF_A_PROCESS = 1_250;
/** Joins of the bare server that are under way at any time: as many as its backlog takes. */
const AT_ONCE = 200;
const WATCHED_AFTERWARDS_MS = 10_000;
const LOOK_EVERY_MS = 500;
/** By then those who are not back never will be. */
const GIVE_UP_MS = 60_000;

const { values } = parseArgs({
  options: {
    watchers: { type: 'string', default: '5000' },
    rooms: { type: 'string', default: '30' },
    program: { type: 'string', default: 'built' },
  },
});
const [watchers, rooms] = [Number(values.watchers), Number(values.rooms)];
const print = (line: string): void => console.error(line);

async function measureBare(): Promise<number> {
  const server = await startMeasuredServer('bare');
  try {
    const { sockets, tookMs } = await joinTogether(server.url, joinBare, watchers, AT_ONCE);
    await leaveAll(sockets);
    return tookMs;
  } finally {
    await server.stop();
  }
}

async function measureHerd() {
  await using open = new AsyncDisposableStack();
  const program = values.program === 'source' ? 'source' : 'built';
  const cluster = open.adopt(await startCluster('hashed', program), (started) => started.close());
  const [lost, survivor] = cluster.instances;
  if (lost === undefined || survivor === undefined) throw new Error('there are two instances');
  const crowd = open.adopt(new Crowd(Math.ceil(watchers / WATCHERS_OF_A_PROCESS)), (clients) => clients.close());
  // Rooms stay where they have been opened.
  await survivor.kill();
  await crowd.gather({ url: cluster.url, rooms, watchers, changesPerSecond: 0 });
  await survivor.restart();
  print(`${String(watchers)} watchers in ${String(rooms)} rooms have their pictures`);
  const before = await readLoopLag(survivor);
  const killedAtMs = Date.now();
  await lost.kill();
  let report = await crowd.report();
  const areAllBack = (): boolean =>
    report.outages.length >= watchers + rooms && report.outages.every(({ toMs }) => toMs !== null);
  while (!areAllBack() && Date.now() < killedAtMs + GIVE_UP_MS) {
    await pause(LOOK_EVERY_MS);
    report = await crowd.report();
  }
  const back = await readLoopLag(survivor);
  await pause(WATCHED_AFTERWARDS_MS);
  const afterwards = await readLoopLag(survivor);
  const { outages, linksRefused } = await crowd.report();
  const timesMs = (role: 'presenter' | 'watcher'): number[] =>
    outages.filter((outage) => outage.role === role).map(({ toMs }) => (toMs ?? Infinity) - killedAtMs);
  return {
    presentersBackMsMax: Math.max(...timesMs('presenter')),
    backMsP50: percentile(timesMs('watcher'), 50),
    backMsP95: percentile(timesMs('watcher'), 95),
    backMsMax: Math.max(...timesMs('watcher')),
    watchersBack: timesMs('watcher').filter(Number.isFinite).length,
    linksRefused,
    lagMsMeanwhile: latestTurnMs(before, back),
    lagMsAfterwards: latestTurnMs(back, afterwards),
  };
}

const bareMs = Math.round(await measureBare());
print(`a bare server lets ${String(watchers)} in within ${String(bareMs)} ms`);
const herd = await measureHerd();
print(`limits ${JSON.stringify(limits)}`);
console.log(JSON.stringify({ watchers, bareMs, herd }));
