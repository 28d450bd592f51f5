/**
 * What a join costs where the two ends of its link are on different instances, with a real Redis
 * between them, and how soon a watcher learns that it has joined: there and at one instance, in
 * turns.
 */
import { randomBytes } from 'node:crypto';
import { systemPrograms } from '../../../../scripts/programs/system-programs.ts';
import { startRedis } from '../../machine/redis.ts';
import { closeClients, openRoom } from '../../service/clients.ts';
import { percentile } from '../statistics.ts';
import { joinAtPace, joinRoom, joinTogether, leaveAll, type JoinOne } from './joins.ts';
import { largeRooms, startMeasuredServer, type MeasuredServer } from './measured-server.ts';

/** By then the engine has compiled what a join runs. */
const FLAT_OUT = 1_000;
const PACED = 2_000;
const PER_SECOND = 150;
const AT_ONCE = 8;
/** An ordinary evening. One instance and two take turns, so that both meet the same machine. */
const FIRST_WORDS_PER_SECOND = 20;
const FIRST_WORDS_A_TURN = 100;
/**
 * Of each: with this many, twenty joins are slower than the p99. With only five, one more or less
 * would change it by a third.
 */
const FIRST_WORD_TURNS = 20;

interface FirstWord {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface TwoInstances {
  /** Of both instances together. */
  readonly serverCpuMsPerJoin: number;
  /** From the beginning of a join until its `room:joined`, at an easy pace. */
  readonly firstWord: FirstWord;
  /** The same where both ends are on one instance, which has no Redis. */
  readonly firstWordAtOneInstance: FirstWord;
}

/** Null, and a line that says what is missing, where it cannot be measured. */
export async function measureTwoInstancesIfPossible(print: (line: string) => void): Promise<TwoInstances | null> {
  if (systemPrograms.redis.find() !== undefined) return await measureTwoInstances();
  print('Two instances are not measured here: needs redis.');
  return null;
}

async function measureTwoInstances(): Promise<TwoInstances> {
  await using opened = new AsyncDisposableStack();
  const redis = await startRedis();
  opened.defer(() => redis.close());
  const settings = {
    ...largeRooms,
    LECTERN_REDIS_URL: redis.url,
    LECTERN_TOKEN_SECRET: randomBytes(48).toString('base64url'),
  };
  const start = async (its: Readonly<Record<string, string>>): Promise<MeasuredServer> => {
    const server = await startMeasuredServer('lectern', its);
    opened.defer(() => server.stop());
    return server;
  };
  const owner = await start(settings);
  const door = await start(settings);
  const alone = await start(largeRooms);
  opened.defer(() => closeClients());
  const join = joinRoom((await openRoom(owner.url)).roomId);
  const joinAlone = joinRoom((await openRoom(alone.url)).roomId);
  const serverCpuMsPerJoin = await timeJoins([owner, door], door.url, join);
  await timeJoins([alone], alone.url, joinAlone);
  // All begin with as much garbage.
  for (const server of [owner, door, alone]) await server.settledUsage();
  const atTwoMs: number[] = [];
  const atOneMs: number[] = [];
  for (let turn = 0; turn < FIRST_WORD_TURNS; turn += 1) {
    atOneMs.push(...(await timeFirstWords(alone.url, joinAlone)));
    atTwoMs.push(...(await timeFirstWords(door.url, join)));
  }
  return { serverCpuMsPerJoin, firstWord: summed(atTwoMs), firstWordAtOneInstance: summed(atOneMs) };
}

async function timeJoins(servers: readonly MeasuredServer[], url: string, join: JoinOne): Promise<number> {
  const cpuMs = async (): Promise<number> => {
    const usages = await Promise.all(servers.map((server) => server.usage()));
    return usages.reduce((sum, usage) => sum + usage.cpuMs, 0);
  };
  const flatOut = await joinTogether(url, join, FLAT_OUT, AT_ONCE);
  const before = await cpuMs();
  const paced = await joinAtPace(url, join, PACED, PER_SECOND);
  const after = await cpuMs();
  await leaveAll([...flatOut.sockets, ...paced.sockets]);
  return (after - before) / PACED;
}

async function timeFirstWords(url: string, join: JoinOne): Promise<readonly number[]> {
  const { sockets, timesMs } = await joinAtPace(url, join, FIRST_WORDS_A_TURN, FIRST_WORDS_PER_SECOND);
  await leaveAll(sockets);
  return timesMs;
}

const summed = (timesMs: readonly number[]): FirstWord => ({
  p50Ms: percentile(timesMs, 50),
  p99Ms: percentile(timesMs, 99),
});
