/** A model of several instances, with random failures, against rules that must always hold. */
import { expect, test } from 'vitest';
import { InstancesWorld } from './instances.model.fixture.ts';
import { brokenRules, type Broken } from './model-instance.fixture.ts';

/** `LECTERN_MODEL_STEPS=1000000` makes the run longer: a thousand steps take a few seconds. */
const STEPS = Number(process.env['LECTERN_MODEL_STEPS'] ?? 3_000);
const STEPS_OF_A_RUN = 500;
/** Of the first run. */
const FIRST = Number(process.env['LECTERN_MODEL_FIRST'] ?? 1);
/** Enough for each broken rule, most of which the first ten show. */
const SEEDS_UNTIL_NOTICED = 100;

const outcomes = [
  'watcher comes',
  'watcher leaves',
  'watcher is removed',
  'clock is set',
  'a room is given up',
  'an instance dies',
  'an instance is cut off',
  'an instance is stopped for a while',
  'Redis is away',
  'Redis is emptied',
];

/** Any failure names its seed and step, and the same seed fails again. */
async function run(seed: number, broken?: Broken): Promise<ReadonlyMap<string, number>> {
  const world = new InstancesWorld(seed, broken);
  let step = 0;
  try {
    await world.begin();
    for (; step < STEPS_OF_A_RUN; step += 1) await world.step();
    await world.end();
  } catch (cause) {
    throw new Error(`seed ${String(seed)}, step ${String(step)}: ${String(cause)}`, { cause });
  }
  return world.seen;
}

test(
  'instances die, are cut off and come back: one owner at the end, and every link is kept',
  { timeout: STEPS * 100 },
  async () => {
    const seen = new Set<string>();
    const failures: string[] = [];
    for (let seed = FIRST; seed < FIRST + STEPS / STEPS_OF_A_RUN; seed += 1) {
      try {
        for (const outcome of (await run(seed)).keys()) seen.add(outcome);
      } catch (error) {
        failures.push(String(error));
      }
    }
    expect(failures).toEqual([]);
    if (STEPS < 3_000) return;
    for (const outcome of outcomes) expect(seen).toContain(outcome);
  },
);

test.for(brokenRules)('the model notices when a rule is broken: %s', { timeout: 300_000 }, async (rule) => {
  const failing = async (): Promise<string | undefined> => {
    for (let seed = 1; seed <= SEEDS_UNTIL_NOTICED; seed += 1) {
      const failure = await run(seed, rule).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  expect(await failing()).toContain('does not hold');
});
