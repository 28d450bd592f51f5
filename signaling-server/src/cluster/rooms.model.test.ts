/** Random steps against real rooms, with rules that must always hold. */
import { expect, test } from 'vitest';
import { World } from './rooms.model.fixture.ts';

const RUNS = 20;
const STEPS = 50_000;

const outcomes = [
  'join ok',
  'join room-unknown',
  'join room-full',
  'join removed',
  'join passcode-required',
  'join passcode-wrong',
  'join passcode-paused',
  'lobby entered',
  'admitted ok',
  'open ok',
  'open replaced',
  'open epoch-too-far',
  'open run-ended',
  'run ended',
  'thief ok',
  'thief unauthorized',
  'presenter ok',
  'watcher ok',
  'restart',
];

/** Any failure names its seed and step, and the same seed fails again. */
test('a million random steps: seats, links and rooms stay whole, and the owner gets in', { timeout: 300_000 }, () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const world = new World(seed);
    let step = 0;
    try {
      for (; step < STEPS; step += 1) world.step();
      world.end();
    } catch (cause) {
      throw new Error(`seed ${String(seed)}, step ${String(step)}`, { cause });
    }
    for (const outcome of world.seen.keys()) seen.add(outcome);
  }
  for (const outcome of outcomes) expect(seen).toContain(outcome);
});
