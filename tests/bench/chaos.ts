/**
 * Kills instances and Redis under an audience that comes and goes, and measures how soon everybody is
 * back, with the old link. Linux only. Options: `--minutes 10`, `--watchers 1500`, `--rooms 30`,
 * `--ways redis,hashed`, `--no-browsers`, `--program source`.
 */
import { parseArgs } from 'node:util';
import { measureChaos, type ChaosResult } from './chaos/measure-chaos.ts';
import type { Way } from './chaos/cluster.ts';

/** To reach. */
const limits = { roomsLost: 0, linksRefused: 0, backMsP95: 5_000, backMsMax: 10_000, framesLost: 0 };

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    watchers: { type: 'string', default: '1500' },
    rooms: { type: 'string', default: '30' },
    ways: { type: 'string', default: 'redis,hashed' },
    program: { type: 'string', default: 'built' },
    'no-browsers': { type: 'boolean', default: false },
  },
});
const isWay = (name: string): name is Way => name === 'redis' || name === 'hashed';
const isProgram = (name: string): name is 'built' | 'source' => name === 'built' || name === 'source';
const { program } = values;
if (!isProgram(program)) throw new Error('--program takes “built” or “source”');
const ways = values.ways.split(',').map((name) => {
  if (!isWay(name)) throw new Error(`No such way: ${name}. There are redis and hashed.`);
  return name;
});

const results: Partial<Record<Way, ChaosResult>> = {};
for (const way of ways) {
  results[way] = await measureChaos(way, {
    durationMs: Number(values.minutes) * 60_000,
    watchers: Number(values.watchers),
    rooms: Number(values.rooms),
    program,
    withBrowsers: !values['no-browsers'],
    print: (line) => console.error(`${way}: ${line}`),
  });
}
console.error('limits', JSON.stringify(limits));
console.log(JSON.stringify(results));
