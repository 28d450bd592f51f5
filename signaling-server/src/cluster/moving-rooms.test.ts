/** Clients of a room that moves, dies or is cut off are never told that it is unknown. */
import { RoomId, SignalingError } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { ALIVE_MS, BEAT_MS, ROOM_MOVES_WITHIN_MS } from '../policy.ts';
import { FakeOutlet } from '../room/fake-outlet.fixture.ts';
import { newWatcherId } from '../room/ids.ts';
import { ModelInstance } from './model-instance.fixture.ts';
import { ModelRedis } from './model-redis.fixture.ts';
import { RoomMovingError } from './moving-rooms.ts';
import type { RoomPort } from './room-port.ts';

const roomId = RoomId.parse('a'.repeat(20));
const about = { title: 'Optics', presenter: 'Ada' };
const nobody = { opened: () => undefined, withdrawn: () => undefined };
const holder = { addressKey: 'one', identity: null };

/** Several instances on one Redis, of which the first runs the room. */
async function setUp() {
  const redis = new ModelRedis();
  const start = () =>
    new ModelInstance({ redis, random: Math.random, maxWatchers: 9, events: nobody, broken: undefined });
  const [owner, door, third] = [start(), start(), start()];
  const pass = async (ms: number, all = [owner, door, third]): Promise<void> => {
    for (let leftMs = ms; leftMs > 0; leftMs -= 100) {
      redis.advance(100);
      for (const { clock } of all) clock.advance(100);
      await settle(all);
    }
  };
  const settle = async (all: readonly ModelInstance[]): Promise<void> => {
    for (let turns = 0; turns < 5; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const { id, clock } of all) {
        clock.advance(0);
        while (redis.hasMessages(id)) redis.deliver(id);
      }
    }
  };
  await pass(2 * BEAT_MS);
  const port = owner.cluster.findRoom(roomId);
  const outlet = new FakeOutlet();
  const opening = {
    epoch: 1,
    by: 'key',
    isEpochKnown: true,
    live: true,
    about,
    held: [],
    removed: [],
    outlet,
  } as const;
  await port.open(opening, holder);
  await pass(100);
  /** Watchers of a door that wait for the room. */
  const awaitAt = async (at: ModelInstance): Promise<{ isIn: () => boolean }> => {
    let isIn = false;
    const waits = at.cluster.findRoom(roomId).awaitOpening(() => (isIn = true));
    await settle([owner, door, third]);
    await waits;
    return { isIn: () => isIn };
  };
  /** Its presenter comes back at that instance. */
  const presentAt = async (at: ModelInstance): Promise<void> => {
    const opened = at.cluster.findRoom(roomId).open({ ...opening, outlet: new FakeOutlet() }, holder);
    await settle([owner, door, third]);
    await opened;
  };
  const codeAt = async (at: ModelInstance): Promise<string> => {
    const asked = codeOf(at.cluster.findRoom(roomId));
    await settle([owner, door, third]);
    return asked;
  };
  const describe = () => port.request({ role: 'presenter', outlet }, 'room:describe', { about });
  /** What a watcher at that instance, who has joined, hears next. */
  const joinAt = async (at: ModelInstance) => {
    const [far, socket, watcherId] = [at.cluster.findRoom(roomId), new FakeOutlet(), newWatcherId()];
    const welcome = { protocol: 3, watcherId, token: 't'.repeat(20) };
    const joined = far.join({ watcherId, isReturning: false, address: 'one', outlet: socket, welcome });
    await settle([owner, door, third]);
    await joined;
    return async () => {
      const said = far.request({ role: 'watcher', watcherId, outlet: socket }, 'room:leave', {});
      const outcome = said.then(() => 'ok', codeOfError);
      await settle([owner, door, third]);
      return outcome;
    };
  };
  return { redis, owner, door, third, pass, codeAt, awaitAt, joinAt, presentAt, describe };
}

const codeOfError = (error: unknown): string => (error instanceof SignalingError ? error.code : String(error));

const codeOf = async (port: RoomPort): Promise<string> => {
  const applicant = { watcherId: newWatcherId(), isReturning: false, address: 'one' };
  return port.checkSeat(applicant).then(
    ({ into }) => into,
    (error: unknown) => (error instanceof RoomMovingError ? 'moving' : codeOfError(error)),
  );
};

test('a room that its instance gives up is unknown to none, until another has it or it has not come back', async () => {
  const { owner, door, third, pass, codeAt, describe } = await setUp();
  expect(await codeAt(door)).toBe('seat');
  await owner.giveUp(roomId);
  // Its client has not been disconnected yet.
  await expect(describe()).rejects.toMatchObject({ code: 'room-moving', retryable: true });
  await pass(100);
  // The third one has never known the room.
  expect([await codeAt(owner), await codeAt(door), await codeAt(third)]).toEqual(['moving', 'moving', 'moving']);
  expect(await third.cluster.findRoom(roomId).exists()).toBe(true);
  await pass(ROOM_MOVES_WITHIN_MS);
  expect([await codeAt(owner), await codeAt(door), await codeAt(third)]).toEqual(Array(3).fill('room-unknown'));
  expect(await third.cluster.findRoom(roomId).exists()).toBe(false);
});

test('until its connection closes, a client of a room that moves gets that as its answer, near and far', async () => {
  const { owner, door, joinAt, describe } = await setUp();
  const clients = [await joinAt(owner), await joinAt(door)];
  await owner.giveUp(roomId);
  await expect(describe()).rejects.toMatchObject({ code: 'room-moving' });
  expect(await Promise.all(clients.map((say) => say()))).toEqual(['room-moving', 'room-moving']);
});

test('the same for a room whose instance has died, at those that knew it', async () => {
  const { redis, owner, door, third, pass, codeAt } = await setUp();
  expect(await codeAt(door)).toBe('seat');
  owner.kill();
  redis.disconnect(owner.id);
  await pass(ALIVE_MS + 2 * BEAT_MS, [door, third]);
  expect([await codeAt(door), await codeAt(third)]).toEqual(['moving', 'room-unknown']);
});

test('a watcher that waits for a room whose instance is out of reach for a while is let in when it is found again', async () => {
  const { redis, owner, door, pass, awaitAt, codeAt } = await setUp();
  redis.cutOff(owner.id);
  await pass(ALIVE_MS + 2 * BEAT_MS);
  const waiting = await awaitAt(door);
  await pass(4 * BEAT_MS);
  expect(waiting.isIn()).toBe(false);
  redis.reachAgain(owner.id);
  await pass(4 * BEAT_MS);
  expect([waiting.isIn(), await codeAt(door)]).toEqual([true, 'seat']);
});

test('a watcher that begins to wait for a room whose instance dies meanwhile is counted once', async () => {
  const { redis, owner, door, third, pass, codeAt } = await setUp();
  expect(await codeAt(door)).toBe('seat');
  owner.kill();
  redis.disconnect(owner.id);
  const waits = door.cluster.findRoom(roomId).awaitOpening(() => undefined);
  await pass(ALIVE_MS + 2 * BEAT_MS, [door, third]);
  const stop = await waits;
  expect(door.rooms.awaited.size).toBe(1);
  stop();
  expect(door.rooms.awaited.size).toBe(0);
});

test('an instance that is cut off opens no link to a presenter at another one, and goes on with its own', async () => {
  const { redis, owner, door, pass, codeAt, presentAt } = await setUp();
  redis.cutOff(owner.id);
  await pass(ALIVE_MS + 2 * BEAT_MS);
  expect(await codeAt(owner)).toBe('seat');
  redis.reachAgain(owner.id);
  await pass(2 * BEAT_MS);
  await presentAt(door);
  expect(await codeAt(owner)).toBe('seat');
  redis.cutOff(owner.id);
  await pass(ALIVE_MS + 2 * BEAT_MS);
  expect(await codeAt(owner)).toBe('room-moving');
});
