/**
 * An instance that was cut off has a room as it was: the presenter may have gone meanwhile from the
 * instance at which it was connected, and another one may have run the room.
 */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { ALIVE_MS, BEAT_MS, SETTLE_MS, WIRE_TICK_MS } from '../policy.ts';
import { FakeOutlet } from '../room/fake-outlet.fixture.ts';
import { newLinkId, newWatcherId } from '../room/ids.ts';
import { ModelInstance } from './model-instance.fixture.ts';
import { ModelRedis } from './model-redis.fixture.ts';

const SLICE_MS = 100;
const events = { opened: () => undefined, withdrawn: () => undefined };
const roomId = RoomId.parse('a'.repeat(20));
const holder = { addressKey: 'one', identity: null };
const about = { title: '', presenter: '' };
const entering = { epoch: 1, by: 'key', isEpochKnown: true, live: true, about, held: [], removed: [] } as const;

/** The first owns the room, and its presenter is connected to the second. */
async function setUp() {
  const redis = new ModelRedis();
  const start = () => new ModelInstance({ redis, random: Math.random, maxWatchers: 9, events, broken: undefined });
  const [owner, door] = [start(), start()] as const;
  const deliver = async (to: readonly ModelInstance[]): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const { id, clock } of to) {
        clock.advance(0);
        while (redis.hasMessages(id)) redis.deliver(id);
      }
    }
  };
  const pass = async (ms: number): Promise<void> => {
    for (let leftMs = ms; leftMs > 0; leftMs -= SLICE_MS) {
      redis.advance(SLICE_MS);
      for (const { clock } of [owner, door]) clock.advance(SLICE_MS);
      await deliver([owner, door]);
    }
  };
  await pass(2 * BEAT_MS + SETTLE_MS);
  await owner.directory.claim(roomId);
  const present = async (): Promise<() => Promise<void>> => {
    const port = door.cluster.findRoom(roomId);
    const outlet = new FakeOutlet();
    const opened = port.open({ ...entering, outlet }, holder);
    await deliver([owner, door]);
    await opened;
    return () => port.lost({ role: 'presenter', outlet });
  };
  return { redis, owner, door, deliver, pass, present };
}

async function join(at: ModelInstance, holds: ReturnType<typeof newLinkId>) {
  const watcherId = newWatcherId();
  const outlet = new FakeOutlet();
  const welcome = { protocol: 3, token: 't'.repeat(20), watcherId };
  const applicant = { watcherId, isReturning: true, address: 'one', holds };
  const port = at.cluster.findRoom(roomId);
  await port.checkSeat(applicant);
  await port.join({ ...applicant, outlet, welcome });
  return outlet;
}

test('no watcher gets another link there before it is known whether the presenter is there', async () => {
  const { redis, owner, door, deliver, pass, present } = await setUp();
  const presenterLost = await present();
  expect(owner.rooms.find(roomId)?.hasPresenter).toBe(true);
  redis.cutOff(owner.id);
  await presenterLost();
  await pass(ALIVE_MS + BEAT_MS);
  // The other runs the room, and gives it up again.
  await (
    await present()
  )();
  await door.giveUp(roomId);
  redis.reachAgain(owner.id);
  const holds = newLinkId();
  const early = join(owner, holds);
  await expect(early).rejects.toMatchObject({ code: 'room-moving', retryable: true });
  await deliver([owner, door]);
  const later = await join(owner, holds);
  expect(later.events[0]).toMatchObject(['room:joined', { restored: holds }]);
});

test('it takes no room back for a presenter that may have gone', async () => {
  const { redis, owner, door, deliver, pass, present } = await setUp();
  const presenterLost = await present();
  await pass(BEAT_MS);
  redis.cutOff(owner.id);
  await presenterLost();
  await pass(ALIVE_MS + BEAT_MS);
  // Its presenter has just opened it there, which Redis hears with the next beat.
  await present();
  redis.reachAgain(owner.id);
  await deliver([owner, door]);
  await pass(2 * BEAT_MS);
  expect([owner.directory.owns(roomId), door.directory.owns(roomId)]).toEqual([false, true]);
  expect(door.rooms.find(roomId)?.hasPresenter).toBe(true);
});

test('where nothing was lost, the presenter counts again with the first word of its instance', async () => {
  const { redis, owner, door, deliver, pass, present } = await setUp();
  await present();
  // By then all that was sent is known to have arrived.
  await pass(2 * WIRE_TICK_MS);
  redis.cutOff(owner.id);
  await pass(BEAT_MS);
  redis.reachAgain(owner.id);
  expect(owner.cluster.hasPresenter(roomId)).toBe(false);
  await deliver([owner, door]);
  expect([owner.cluster.hasPresenter(roomId), owner.rooms.find(roomId)?.hasPresenter]).toEqual([true, true]);
});
