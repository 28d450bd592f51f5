/** When an instance counts as gone, and when it gives up its own lease. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { ALIVE_MS, BEAT_MS, SETTLE_MS, SUSPECTED_MS } from '../../policy.ts';
import { ModelInstance } from '../model-instance.fixture.ts';
import { ModelRedis } from '../model-redis.fixture.ts';

const SLICE_MS = 50;
const events = { opened: () => undefined, withdrawn: () => undefined };
const roomId = RoomId.parse('a'.repeat(20));

/** What one instance has sent has reached Redis, and the other one. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Two instances: the first has a room, and beats half a beat before the second. */
async function startTwo() {
  const redis = new ModelRedis();
  const start = () => new ModelInstance({ redis, random: Math.random, maxWatchers: 9, events, broken: undefined });
  const pass = async (ms: number, all: readonly ModelInstance[], everySlice: () => void = () => undefined) => {
    for (let leftMs = ms; leftMs > 0; leftMs -= SLICE_MS) {
      redis.advance(SLICE_MS);
      for (const { clock } of all) clock.advance(SLICE_MS);
      await settle();
      everySlice();
    }
  };
  const first = start();
  await pass(BEAT_MS / 2, [first]);
  const second = start();
  // By then it believes that an instance has gone.
  await pass(2 * BEAT_MS + SETTLE_MS, [first, second]);
  await first.directory.claim(roomId);
  return { redis, first, second, pass };
}

/** What a door does whose client comes for the room: it knows the owner, and asks it. */
async function askFor(instance: ModelInstance): Promise<void> {
  const about = instance.cluster.findRoom(roomId).about();
  about.catch(() => undefined);
  await settle();
}

test('an instance that has died is gone for another as soon as its key has expired, between two beats of that one', async () => {
  const { redis, first: doomed, second: other, pass } = await startTwo();
  // It has beaten half a beat ago at most, and the other one beats half a beat later.
  doomed.kill();
  redis.disconnect(doomed.id);
  await pass(ALIVE_MS - BEAT_MS, [other]);
  expect(other.directory.others()).toHaveLength(1);
  await pass(BEAT_MS / 2 + 2 * SLICE_MS, [other]);
  expect(other.directory.others()).toHaveLength(0);
});

test('where something is sent to it meanwhile, and nothing receives that, it is gone sooner', async () => {
  const { redis, first: doomed, second: other, pass } = await startTwo();
  doomed.kill();
  redis.disconnect(doomed.id);
  await askFor(other);
  await pass(SUSPECTED_MS - SLICE_MS, [other]);
  expect(other.directory.others()).toHaveLength(1);
  await pass(2 * SLICE_MS, [other]);
  expect(other.directory.others()).toHaveLength(0);
  expect((await other.directory.claim(roomId)).instance).toBe(other.id);
});

test('one that lives and is cut off gives up its lease before another can claim its rooms', async () => {
  const { redis, first: cutOff, second: other, pass } = await startTwo();
  redis.cutOff(cutOff.id);
  await askFor(other);
  let wereBothOwners = false;
  const check = (): void => {
    wereBothOwners ||= cutOff.directory.holdsLease && other.directory.others().length === 0;
  };
  await pass(SUSPECTED_MS + SLICE_MS, [cutOff, other], check);
  expect([other.directory.others().length, cutOff.directory.holdsLease, wereBothOwners]).toEqual([0, false, false]);
  redis.reachAgain(cutOff.id);
  await pass(BEAT_MS, [cutOff, other]);
  expect([other.directory.others().length, cutOff.directory.holdsLease]).toEqual([1, true]);
  expect(await other.directory.ownerOf(roomId)).toMatchObject({ instance: cutOff.id });
});

test('one that is suspected, and goes on beating, stays', async () => {
  const { first, second: other, pass } = await startTwo();
  let gone = 0;
  const suspect = (): void => {
    other.directory.suspect(first.id);
    gone += 1 - other.directory.others().length;
  };
  await pass(3 * ALIVE_MS, [first, other], suspect);
  expect([gone, first.directory.holdsLease]).toEqual([0, true]);
});

test('while Redis itself was away, an instance that is not back yet is not suspected', async () => {
  const { redis, first, second: other, pass } = await startTwo();
  redis.goAway();
  await pass(BEAT_MS, [first, other]);
  redis.cutOff(first.id);
  redis.comeBack(false);
  await pass(SLICE_MS, [first, other]);
  other.directory.suspect(first.id);
  await pass(SUSPECTED_MS + SLICE_MS, [first, other]);
  expect(await other.directory.claim(roomId)).toMatchObject({ instance: first.id });
});
