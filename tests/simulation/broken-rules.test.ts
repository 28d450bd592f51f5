/** The simulation is run with each rule broken on purpose, and has to notice. */
import { afterEach, expect, test, vi } from 'vitest';
import { brokenRules, type BrokenRule } from './world/broken-rules.ts';
import { run } from './world/run.ts';

/** Enough for each of them: most show in the first three. */
const SEEDS_UNTIL_NOTICED = 40;

afterEach(() => vi.restoreAllMocks());

test.for(Object.keys(brokenRules) as BrokenRule[])(
  'the simulation notices when a rule is broken: %s',
  { timeout: 300_000 },
  async (rule) => {
    const failing = async (): Promise<string | undefined> => {
      for (let seed = 1; seed <= SEEDS_UNTIL_NOTICED; seed += 1) {
        vi.restoreAllMocks();
        brokenRules[rule]();
        const { failure } = await run({ seed, manner: 'real' });
        if (failure !== undefined) return failure.rule;
      }
      return undefined;
    };
    expect(await failing()).toContain('does not hold');
  },
);
