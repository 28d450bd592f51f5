/**
 * Kills instances and Redis under an audience, and measures how soon everybody is back, with the
 * old link. Linux only. `redis` and `hashed`: one victim after another, for `--minutes 10`.
 * `redis-away`: an instance dies while Redis is away. `mass`: all of `--mass-watchers 5000` lose
 * their instance. Options: `--case redis,hashed,redis-away,mass`, `--watchers 1500`, `--rooms 30`,
 * `--no-browsers`, `--program source`.
 */
import { parseArgs } from 'node:util';
import type { Program } from './chaos/cluster.ts';
import { measureChaos, type ChaosResult } from './chaos/measure-chaos.ts';
import { measureMass, type MassResult } from './chaos/measure-mass.ts';
import { measureRedisAway, type RedisAwayResult } from './chaos/measure-redis-away.ts';

/** The targets. `backMsMax` of `mass`: or one and a half times what the bare server needs. */
const limits = {
  roomsLost: 0,
  linksRefused: 0,
  backMsP95: 5_000,
  backMsMax: 10_000,
  framesLost: 0,
  mass: { backMsMax: 15_000, ofBare: 1.5, lagMsAfterwards: 200 },
};

const { values } = parseArgs({
  options: {
    case: { type: 'string', default: 'redis,hashed,redis-away,mass' },
    minutes: { type: 'string', default: '10' },
    watchers: { type: 'string', default: '1500' },
    'mass-watchers': { type: 'string', default: '5000' },
    rooms: { type: 'string', default: '30' },
    program: { type: 'string', default: 'built' },
    'no-browsers': { type: 'boolean', default: false },
  },
});
const isProgram = (name: string): name is Program => name === 'built' || name === 'source';
const { program } = values;
if (!isProgram(program)) throw new Error('--program takes “built” or “source”');

const print = (name: string) => (line: string) => console.error(`${name}: ${line}`);
const watchers = Number(values.watchers);
const rooms = Number(values.rooms);
const chaos = {
  durationMs: Number(values.minutes) * 60_000,
  watchers,
  rooms,
  program,
  withBrowsers: !values['no-browsers'],
};

interface Results {
  redis?: ChaosResult;
  hashed?: ChaosResult;
  redisAway?: RedisAwayResult;
  mass?: MassResult;
}

const cases: Readonly<Record<string, () => Promise<Results>>> = {
  redis: async () => ({ redis: await measureChaos('redis', { ...chaos, print: print('redis') }) }),
  hashed: async () => ({ hashed: await measureChaos('hashed', { ...chaos, print: print('hashed') }) }),
  'redis-away': async () => ({
    redisAway: await measureRedisAway({ watchers, rooms, program, print: print('redis-away') }),
  }),
  mass: async () => ({
    mass: await measureMass({ watchers: Number(values['mass-watchers']), rooms, program, print: print('mass') }),
  }),
};
const chosen = values.case.split(',').map((name) => {
  const run = cases[name];
  if (run === undefined) throw new Error(`No such case: ${name}. There are ${Object.keys(cases).join(', ')}.`);
  return run;
});

const results: Results = {};
for (const run of chosen) {
  const result = await run();
  // A later case may fail.
  console.error(JSON.stringify(result));
  Object.assign(results, result);
}
console.error('limits', JSON.stringify(limits));
console.log(JSON.stringify(results));
