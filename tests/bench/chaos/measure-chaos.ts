/** One run: a cluster, its clients, and what is killed. */
import { percentile } from '../../support/measure/statistics.ts';
import { startCluster, type Program, type Way } from './cluster.ts';
import { Crowd } from './crowd.ts';
import type { LostTime } from './frame-gaps.ts';
import { killInTurn, timesAway } from './kills.ts';
import { openRealRooms, servePresenterPage } from './real-rooms.ts';

export interface ChaosOptions {
  readonly durationMs: number;
  readonly watchers: number;
  readonly rooms: number;
  readonly program: Program;
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

export const WATCHERS_OF_A_PROCESS = 500;
/** All watchers have left and others have come in five minutes. */
export const CHANGES_PER_WATCHER_AND_SECOND = 1 / 300;

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
  const changesPerSecond = watchers * CHANGES_PER_WATCHER_AND_SECOND;
  await crowd.gather({ url: cluster.url, rooms, watchers, changesPerSecond, at: null });
  print(`${String(watchers)} watchers in ${String(rooms)} rooms have their pictures`);
  await real?.begin();
  const { instanceVictims, redisVictim } = cluster;
  const victims = redisVictim === undefined ? instanceVictims : [...instanceVictims, redisVictim];
  const kills = await killInTurn(victims, durationMs, (victim) => print(`${victim} is killed`));
  const frames = await real?.framesLost();
  const printLost = (who: string, lost: readonly LostTime[]): void => {
    for (const { fromMs, lostMs } of lost) {
      const cause = kills.findLast(({ atMs }) => atMs < fromMs);
      const since =
        cause === undefined ? 'before any kill' : `${String(Math.round(fromMs - cause.atMs))} ms after ${cause.victim}`;
      print(`${who}: no frame for ${String(Math.round(lostMs))} ms, ${since}`);
    }
  };
  printLost('under test', frames?.measured ?? []);
  printLost('control', frames?.control ?? []);
  if (frames !== undefined) print(`control: ${frames.controlFramesPerSecond.toFixed(1)} frames a second`);
  await crowd.stopChanging();
  const { outages, joined, linksRefused, roomsLost } = await crowd.report();
  print(`${String(joined)} watchers, ${String(outages.length)} outages`);
  const nowMs = Date.now();
  for (const { victim, atMs } of kills) {
    const next = kills.find((later) => later.atMs > atMs)?.atMs ?? Infinity;
    const back = timesAway(
      outages.filter(({ fromMs }) => fromMs >= atMs && fromMs < next),
      kills,
      nowMs,
    );
    const times = [50, 95, 100].map((percent) => String(percentile(back, percent))).join(', ');
    print(`${victim}: ${String(back.length)} outages, back after (p50, p95, worst) ${times} ms`);
  }
  const backMs = timesAway(outages, kills, nowMs);
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
