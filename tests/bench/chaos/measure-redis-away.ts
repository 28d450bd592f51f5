/** One run: Redis is away for ten seconds, and an instance dies and comes back meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from '../../support/measure/statistics.ts';
import { startCluster } from './cluster.ts';
import { Crowd } from './crowd.ts';
import { CHANGES_PER_WATCHER_AND_SECOND, WATCHERS_OF_A_PROCESS, type ChaosOptions } from './measure-chaos.ts';
import { timesSince } from './outage.ts';

const REDIS_DOWN_MS = 10_000;
const INSTANCE_DIES_AFTER_MS = 3_000;
const INSTANCE_DOWN_MS = 3_000;

export interface RedisAwayResult {
  readonly roomsLost: number;
  readonly linksRefused: number;
  /** From the return of Redis until a client is in its room again; 0 where it was back before. */
  readonly backMsP50: number;
  readonly backMsP95: number;
  readonly backMsMax: number;
}

type Options = Pick<ChaosOptions, 'watchers' | 'rooms' | 'program' | 'print'>;

export async function measureRedisAway({ watchers, rooms, program, print }: Options): Promise<RedisAwayResult> {
  await using open = new AsyncDisposableStack();
  const cluster = open.adopt(await startCluster('redis', program), (started) => started.close());
  const { redisVictim, instanceVictims } = cluster;
  if (redisVictim === undefined) throw new Error('there is no Redis');
  const crowd = open.adopt(new Crowd(Math.ceil(watchers / WATCHERS_OF_A_PROCESS)), (clients) => clients.close());
  const changesPerSecond = watchers * CHANGES_PER_WATCHER_AND_SECOND;
  await crowd.gather({ url: cluster.url, rooms, watchers, changesPerSecond, at: null });
  print(`${String(watchers)} watchers in ${String(rooms)} rooms have their pictures`);
  const killedAtMs = Date.now();
  await redisVictim.kill();
  print('Redis is killed');
  await pause(INSTANCE_DIES_AFTER_MS);
  const [victim] = instanceVictims;
  await victim.kill();
  print(`${victim.name} is killed`);
  await pause(INSTANCE_DOWN_MS);
  await victim.restart();
  await pause(Math.max(0, killedAtMs + REDIS_DOWN_MS - Date.now()));
  await redisVictim.restart();
  const returnedAtMs = Date.now();
  print('Redis is back');
  await crowd.stopChanging();
  const { outages, linksRefused, roomsLost } = await crowd.report();
  const backMs = timesSince(outages, returnedAtMs, Date.now());
  return {
    roomsLost,
    linksRefused,
    backMsP50: percentile(backMs, 50),
    backMsP95: percentile(backMs, 95),
    backMsMax: percentile(backMs, 100),
  };
}
