/** Random failures under one simulated clock: everybody watches in the end. */
import { expect, test } from 'vitest';
import { run, type Manner } from './world/run.ts';
import { disturbances, roughMessages } from './world/disturbances.ts';

/** `LECTERN_SIMULATION_SEEDS=5000` sets another number: three take about a second. */
const SEEDS = Number(process.env['LECTERN_SIMULATION_SEEDS'] ?? 60);
/** Of the first seed. */
const FIRST = Number(process.env['LECTERN_SIMULATION_FIRST'] ?? 1);
/** With `LECTERN_SIMULATION_SEED=17,25` only these run, and the whole trace of each that fails is printed. */
const CHOSEN = process.env['LECTERN_SIMULATION_SEED'];
const SHOWN_LINES = 120;

const seeds = CHOSEN?.split(',').map(Number) ?? Array.from({ length: SEEDS }, (_, index) => FIRST + index);

async function failuresOf(manner: Manner, seen: Set<string>): Promise<string[]> {
  const failures: string[] = [];
  for (const seed of seeds) {
    const { failure, seen: names } = await run({ seed, manner });
    for (const name of names) seen.add(name);
    if (failure === undefined) continue;
    const lines = failure.trace.split('\n');
    const shown = CHOSEN === undefined ? lines.slice(-SHOWN_LINES) : lines;
    const again = `LECTERN_SIMULATION_SEED=${String(seed)} npm test -- tests/simulation -t ${manner}`;
    failures.push(`seed ${String(seed)}: ${failure.rule}`);
    if (failures.length === 1 || CHOSEN !== undefined) console.error(`${shown.join('\n')}\n\n${again}`);
  }
  return failures;
}

test.for<Manner>(['real', 'harsh'])(
  'whatever goes wrong, everybody watches in the end, or the page says why not: %s',
  { timeout: 60_000 + seeds.length * 20_000 },
  async (manner) => {
    const seen = new Set<string>();
    expect(await failuresOf(manner, seen)).toEqual([]);
    if (seeds.length < 60) return;
    const all = manner === 'harsh' ? [...disturbances, roughMessages] : disturbances;
    for (const { name } of all) expect(seen).toContain(name);
  },
);
