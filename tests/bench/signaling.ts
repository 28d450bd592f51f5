/**
 * Measures what a join costs the service, against a Socket.IO server that only acknowledges it, in
 * turns, and at two instances with Redis; what idle watchers cost; how soon a large room learns of
 * a change; and how many TURN allocations a watcher keeps. Linux only.
 */
import { measureJoins, type JoinRound } from '../support/measure/signaling/join-round.ts';
import { measureLargeRooms } from '../support/measure/signaling/large-rooms.ts';
import type { ProgramName } from '../support/measure/signaling/measured-server.ts';
import { measureTwoInstancesIfPossible } from '../support/measure/signaling/two-instances.ts';
import { percentile } from '../support/measure/statistics.ts';
import { measureTurnIfPossible } from '../support/measure/turn-use.ts';

const ROUNDS = 5;
/**
 * The targets. The first two are the service's figure over the bare server's, in the same round.
 */
const limits = {
  cpuRatio: 1.3,
  memoryRatio: 1.2,
  idleCpuPct: 40,
  idleRssMb: 500,
  noticeP99Ms: 250,
  allocationsPerDirectWatcher: 0,
  /** Of two instances together, over the bare server’s. */
  redisCpuRatio: 2.5,
  /** Beyond one instance without Redis. */
  redisFirstWordLaterMs: 5,
  redisFirstWordP99Ratio: 1.5,
  /** Of a watcher without UDP. */
  firstPictureMs: 2_500,
  /** That over the time where both ends take TURN at once. */
  firstPictureRatio: 1.3,
};

const print = (line: string): void => console.error(line);
const toThousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
/** As JSON, each number with three digits after the point. */
const toJson = (values: unknown): string =>
  JSON.stringify(values, (_key, value: unknown) => (typeof value === 'number' ? toThousandths(value) : value));
const median = (values: readonly number[]): number => percentile(values, 50);

const rounds: { readonly [name in ProgramName]: JoinRound[] } = { bare: [], lectern: [] };
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const name of ['bare', 'lectern'] as const) {
    const measured = await measureJoins(name);
    rounds[name].push(measured);
    print(`round ${String(round)}, ${name}: ${toJson(measured)}`);
  }
}
const medianOf = (name: ProgramName): JoinRound => {
  const of = (field: keyof JoinRound): number => median(rounds[name].map((round) => round[field]));
  return {
    joinsPerSec: of('joinsPerSec'),
    joinP99Ms: of('joinP99Ms'),
    serverCpuMsPerJoin: of('serverCpuMsPerJoin'),
    kbPerWatcher: of('kbPerWatcher'),
  };
};
const ratio = (field: keyof JoinRound): number =>
  median(rounds.lectern.map((round, index) => round[field] / (rounds.bare[index]?.[field] ?? Number.NaN)));

const bare = medianOf('bare');
const lecternRedis = await measureTwoInstancesIfPossible(print);
if (lecternRedis !== null) {
  const { serverCpuMsPerJoin, firstWord, firstWordAtOneInstance: alone } = lecternRedis;
  print(
    `processor time of a join at two instances: ${toJson(serverCpuMsPerJoin / bare.serverCpuMsPerJoin)} of the bare server’s`,
  );
  const later = `${toJson(firstWord.p50Ms - alone.p50Ms)} ms later at p50, ${toJson(firstWord.p99Ms / alone.p99Ms)} of the time at p99`;
  print(`first word at two instances: ${later}`);
}
const { idle, notice } = await measureLargeRooms(print);
print(`processor time of a join: ${toJson(ratio('serverCpuMsPerJoin'))} of the bare server’s`);
print(`memory of a watcher: ${toJson(ratio('kbPerWatcher'))} of the bare server’s`);
print(`limits ${JSON.stringify(limits)}`);
const turn = await measureTurnIfPossible(print);
if (turn !== null) {
  const { firstPictureMs, firstPictureAtOnceMs } = turn;
  print(`first picture without UDP: ${toJson(firstPictureMs / firstPictureAtOnceMs)} of that with TURN at both ends`);
}
console.log(toJson({ bare, lectern: medianOf('lectern'), lecternRedis, idle, notice, turn }));
