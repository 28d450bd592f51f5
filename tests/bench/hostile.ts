/**
 * Measures what attacks on the service cost: memory above its start, `/healthz`, and honest joins
 * against those without the attack. With names as arguments, only these attacks. Linux only.
 */
import { attackNames } from '../support/hostile/attacks.ts';
import { limits, measureAttack } from '../support/hostile/measure-attack.ts';

const DURATION_MS = 8_000;

const given = process.argv.slice(2);
const unknown = given.filter((name) => !attackNames.some((known) => known === name));
if (unknown.length > 0) throw new Error(`No such attack: ${unknown.join(', ')}. There are ${attackNames.join(', ')}.`);

interface Figures {
  readonly rssMb: number;
  readonly healthzP99Ms: number;
  readonly honestJoinRatio: number;
}

const toTenths = (value: number): number => Math.round(value * 10) / 10;
const results: Partial<Record<string, Figures>> = {};
for (const name of attackNames.filter((known) => given.length === 0 || given.includes(known))) {
  const { damage, idleHealthzMs, ...round } = await measureAttack(name, { durationMs: DURATION_MS, percent: 99 });
  const measured: Figures = {
    rssMb: toTenths(round.rssMb),
    healthzP99Ms: toTenths(round.healthzMs),
    honestJoinRatio: toTenths(round.honestJoinRatio),
  };
  results[name] = measured;
  console.error(name, measured, `idle healthz p99 ${String(toTenths(idleHealthzMs))} ms`, ...damage);
}
console.error('limits', limits);
console.log(JSON.stringify({ attacks: results }));
