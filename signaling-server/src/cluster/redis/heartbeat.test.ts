import { expect, test } from 'vitest';
import { ALIVE_MS, BEAT_MS } from '../../policy.ts';
import { ModelInstance } from '../model-instance.fixture.ts';
import { ModelRedis } from '../model-redis.fixture.ts';

const SLICE_MS = 50;
const events = { opened: () => undefined, withdrawn: () => undefined };

test('an instance that has died is gone for another as soon as its key has expired, between two beats of that one', async () => {
  const redis = new ModelRedis();
  const start = () => new ModelInstance({ redis, random: Math.random, maxWatchers: 9, events, broken: undefined });
  const pass = async (ms: number, all: readonly ModelInstance[]): Promise<void> => {
    for (let leftMs = ms; leftMs > 0; leftMs -= SLICE_MS) {
      redis.advance(SLICE_MS);
      for (const { clock } of all) clock.advance(SLICE_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const doomed = start();
  await pass(BEAT_MS / 2, [doomed]);
  const other = start();
  await pass(2 * BEAT_MS, [doomed, other]);
  // It has beaten half a beat ago at most, and the other one beats half a beat later.
  doomed.kill();
  redis.disconnect(doomed.id);
  await pass(ALIVE_MS - BEAT_MS, [other]);
  expect(other.directory.others()).toHaveLength(1);
  await pass(BEAT_MS / 2 + 2 * SLICE_MS, [other]);
  expect(other.directory.others()).toHaveLength(0);
});
