/** One run: a cluster, its clients, and what is killed. */
import { percentile } from '../../support/measure/statistics.ts';
import { startCluster, type Way } from './cluster.ts';
import { Crowd } from './crowd.ts';
import { killInTurn, timesAway } from './kills.ts';
import { openRealRooms, servePresenterPage } from './real-rooms.ts';

export interface ChaosOptions {
  readonly durationMs: number;
  readonly watchers: number;
  readonly rooms: number;
  /** The built service, or its source. */
  readonly program: 'built' | 'source';
  readonly withBrowsers: boolean;
  readonly print: (line: string) => void;
}

export interface ChaosResult {
  readonly kills: number;
  readonly roomsLost: number;
  readonly linksRefused: number;
  /** From the kill until a client is in its room again. */
  readonly backMsP50: number;
  readonly backMsP95: number;
  readonly backMsMax: number;
  /** Of a real watcher, beyond those of one whose service is left alone; null without browsers. */
  readonly framesLost: number | null;
}

const WATCHERS_OF_A_PROCESS = 500;
/** All watchers have left and others have come in so many seconds. */
const TURNOVER_S = 300;

export async function measureChaos(way: Way, options: ChaosOptions): Promise<ChaosResult> {
  const { durationMs, watchers, rooms, program, withBrowsers, print } = options;
  await using open = new AsyncDisposableStack();
  const page = withBrowsers ? open.adopt(await servePresenterPage(), (served) => served.close()) : undefined;
  const cluster = open.adopt(await startCluster(way, program, page?.origin), (started) => started.close());
  const real =
    page === undefined
      ? undefined
      : open.adopt(await openRealRooms(cluster.url, page, program), (opened) => opened.close());
  const crowd = open.adopt(new Crowd(Math.ceil(watchers / WATCHERS_OF_A_PROCESS)), (clients) => clients.close());
  await crowd.gather({ url: cluster.url, rooms, watchers, changesPerSecond: watchers / TURNOVER_S });
  print(`${String(watchers)} watchers in ${String(rooms)} rooms have their pictures`);
  await real?.begin();
  const kills = await killInTurn(cluster.victims, durationMs, ({ victim }) => print(`${victim} is killed`));
  const frames = await real?.framesLost();
  for (const { fromMs, toMs } of frames?.gaps ?? []) {
    const cause = kills.findLast(({ atMs }) => atMs < toMs);
    const since =
      cause === undefined ? 'before any kill' : `${String(Math.round(fromMs - cause.atMs))} ms after a kill`;
    print(`no frame for ${String(Math.round(toMs - fromMs))} ms, ${since}`);
  }
  await crowd.stopChanging();
  const { outages, joined, linksRefused, roomsLost } = await crowd.report();
  print(`${String(joined)} watchers, ${String(outages.length)} outages`);
  const backMs = timesAway(outages, kills, Date.now());
  return {
    kills: kills.length,
    roomsLost,
    linksRefused,
    backMsP50: percentile(backMs, 50),
    backMsP95: percentile(backMs, 95),
    backMsMax: percentile(backMs, 100),
    framesLost: frames?.lost ?? null,
  };
}
