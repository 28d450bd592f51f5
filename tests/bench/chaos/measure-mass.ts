/**
 * All watchers are on one of two instances, which is killed: how soon they are back on the other
 * one, and how late its event loop is then, against a bare Socket.IO server that loses as many.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startMeasuredServer } from '../../support/measure/signaling/measured-server.ts';
import { percentile } from '../../support/measure/statistics.ts';
import { startBalancer } from './balancer.ts';
import { BARE_HINT } from './bare-client.ts';
import { startCluster, type Program } from './cluster.ts';
import { Crowd } from './crowd.ts';
import { instanceAt } from './instance-name.ts';
import { latestTurnMs, readLoopLag } from './loop-lag.ts';
import { timesSince } from './outage.ts';

const WATCHERS_OF_A_PROCESS = 1_250;
const WATCHED_AFTERWARDS_MS = 10_000;
/** By then those who are not back never will be. */
const GIVE_UP_MS = 60_000;

export interface MassOptions {
  readonly watchers: number;
  readonly rooms: number;
  readonly program: Program;
  readonly print: (line: string) => void;
}

export interface MassResult {
  /** Until the last client of the bare server is back. */
  readonly bareMs: number;
  readonly linksRefused: number;
  /** From the kill until a client is in its room again. */
  readonly presentersBackMsMax: number;
  readonly backMsP50: number;
  readonly backMsP95: number;
  readonly backMsMax: number;
  /** The survivor's latest turn until all are back, and from then on. */
  readonly lagMsMeanwhile: number;
  readonly lagMsAfterwards: number;
}

const crowdOf = (watchers: number): Crowd => new Crowd(Math.ceil(watchers / WATCHERS_OF_A_PROCESS));

export async function measureMass(options: MassOptions): Promise<MassResult> {
  const bareMs = await measureBare(options.watchers);
  options.print(`the clients of a bare server are back within ${String(bareMs)} ms`);
  return { bareMs, ...(await measureLectern(options)) };
}

async function measureBare(watchers: number): Promise<number> {
  await using open = new AsyncDisposableStack();
  const start = async (): Promise<number> => {
    const server = open.adopt(await startMeasuredServer('bare'), (started) => started.stop());
    return Number(new URL(server.url).port);
  };
  const ports = [await start(), await start()] as const;
  const { url } = open.adopt(await startBalancer('hashed', ports), (started) => started.close());
  const crowd = open.adopt(crowdOf(watchers), (clients) => clients.close());
  await crowd.gatherBare({ url, clients: watchers });
  const answer = await fetch(`${url}/?${String(new URLSearchParams(BARE_HINT))}`);
  const theirServer = Number(await answer.text());
  const killedAtMs = Date.now();
  process.kill(theirServer, 'SIGKILL');
  const { outages } = await crowd.reportWhenBack(watchers, GIVE_UP_MS);
  return percentile(timesSince(outages, killedAtMs, Date.now()), 100);
}

async function measureLectern({ watchers, rooms, program, print }: MassOptions): Promise<Omit<MassResult, 'bareMs'>> {
  await using open = new AsyncDisposableStack();
  const cluster = open.adopt(await startCluster('hashed', program), (started) => started.close());
  const [lost, survivor] = cluster.instances;
  const crowd = open.adopt(crowdOf(watchers), (clients) => clients.close());
  await crowd.gather({ url: cluster.url, rooms, watchers, changesPerSecond: 0, at: await instanceAt(lost.url) });
  print(`${String(watchers)} watchers in ${String(rooms)} rooms have their pictures`);
  const before = await readLoopLag(survivor);
  const killedAtMs = Date.now();
  await lost.kill();
  await crowd.reportWhenBack(watchers + rooms, GIVE_UP_MS);
  const back = await readLoopLag(survivor);
  await pause(WATCHED_AFTERWARDS_MS);
  const afterwards = await readLoopLag(survivor);
  const { outages, linksRefused } = await crowd.report();
  const timesMs = (role: 'presenter' | 'watcher'): number[] =>
    timesSince(
      outages.filter((outage) => outage.role === role),
      killedAtMs,
      Date.now(),
    );
  return {
    linksRefused,
    presentersBackMsMax: percentile(timesMs('presenter'), 100),
    backMsP50: percentile(timesMs('watcher'), 50),
    backMsP95: percentile(timesMs('watcher'), 95),
    backMsMax: percentile(timesMs('watcher'), 100),
    lagMsMeanwhile: latestTurnMs(before, back),
    lagMsAfterwards: latestTurnMs(back, afterwards),
  };
}
