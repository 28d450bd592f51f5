/** Who may enter a room: epochs, keys and tokens, and what a restarted service does not know. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { RoomId, type RoomAbout } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import type { Outlet } from './outlet.ts';
import type { Opening } from './opening.ts';
import { Room, type Forgotten } from './room.ts';
import { roomOptions } from './room-options.fixture.ts';

const about: RoomAbout = { title: '', presenter: '' };
const EPOCH = 1_700_000_000_000;
const address = '192.0.2.1';
const HOUR = 3_600_000;
const policy = defaultPolicy.room;
const entering = { epoch: EPOCH, by: 'key', isEpochKnown: false, live: true, about, held: [], removed: [] } as const;

let forgotten: ReturnType<typeof vi.fn<(why: Forgotten) => void>>;
let clock: FakeClock;
let room: Room;
beforeEach(() => {
  forgotten = vi.fn<(why: Forgotten) => void>();
  clock = new FakeClock(EPOCH);
  room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), roomOptions({ clock, maxWatchers: 3 }), forgotten);
});

function open(epoch: number, more: Partial<Opening> = {}): FakeOutlet {
  const outlet = new FakeOutlet();
  room.open({ ...entering, epoch, outlet, ...more });
  return outlet;
}

function watch(watcherId = newWatcherId(), holds = newLinkId()) {
  const outlet = new FakeOutlet();
  return { outlet, watcherId, joined: room.join({ watcherId, isReturning: true, outlet, address, holds }) };
}

const presenterLost = (outlet: Outlet): void => room.lost({ role: 'presenter', outlet });
const expectPresenter = (outlet: Outlet): void =>
  expect(() => room.checkMember({ role: 'presenter', outlet })).not.toThrow();

function catchError(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('epochs', () => {
  test('the owner of a room gets in though the clock was an hour ahead when it was opened', () => {
    clock.set(HOUR);
    open(clock.now());
    clock.set(-HOUR);
    // The same run, and one that takes the room back after it learned the epoch of the room.
    open(EPOCH + HOUR);
    const refusal = catchError(() => open(clock.now()));
    expect(refusal).toMatchObject({ code: 'replaced', epoch: EPOCH + HOUR });
    open(EPOCH + HOUR + 1);
    expect(catchError(() => room.checkMember({ role: 'presenter', outlet: new FakeOutlet() }))).toMatchObject({
      epoch: EPOCH + HOUR + 1,
    });
  });

  test('an epoch far ahead of the clock and of the room is refused, unless a token shows that it was accepted', () => {
    expect(catchError(() => open(EPOCH + 60_001))).toMatchObject({ code: 'epoch-too-far' });
    open(EPOCH + HOUR, { isEpochKnown: true });
    expect(catchError(() => open(EPOCH + 26 * HOUR))).toMatchObject({ code: 'epoch-too-far' });
    open(EPOCH + 25 * HOUR);
  });

  test('the holder of a token gives way to the holder of the key, and never displaces a connected presenter', () => {
    const owner = open(EPOCH);
    expect(catchError(() => open(EPOCH, { by: 'token' }))).toMatchObject({ code: 'unauthorized' });
    expectPresenter(owner);
    presenterLost(owner);
    const thief = open(EPOCH, { by: 'token' });
    expectPresenter(thief);
    const back = open(EPOCH);
    expect(thief.drain()).toContain('closed');
    expectPresenter(back);
  });
});

describe('a room that a token has rebuilt', () => {
  test('admits only holders of tokens until its presenter has opened it', () => {
    const stranger = { watcherId: newWatcherId(), isReturning: false, address };
    watch();
    expect(catchError(() => room.checkSeat(stranger))).toMatchObject({ code: 'room-unknown', retryable: true });
    expect(catchError(() => room.join({ ...stranger, outlet: new FakeOutlet() }))).toMatchObject({
      code: 'room-unknown',
    });
    open(EPOCH);
    expect(room.join({ ...stranger, outlet: new FakeOutlet() }).link).toBeDefined();
  });

  test('loses the watchers that its presenter removed before, before and after it is back', () => {
    const [early, late] = [watch(), newWatcherId()];
    const removed = [early.watcherId, late];
    const held = [{ linkId: newLinkId(), watcherId: late }];
    open(EPOCH, { held, removed });
    expect(early.outlet.drain()).toEqual(['link:closed', 'watcher:removed', 'closed']);
    expect(room.watchers).toBe(0);
    for (const watcherId of removed) {
      expect(catchError(() => watch(watcherId))).toMatchObject({ code: 'removed' });
    }
  });
});

test('a room without its presenter for an hour is forgotten, and its watchers are disconnected', () => {
  const outlet = open(EPOCH);
  const watcher = watch();
  clock.advance(1);
  presenterLost(outlet);
  clock.advance(policy.presenterGraceMs + policy.abandonedMs - 1);
  expect(forgotten).not.toHaveBeenCalled();
  watcher.outlet.drain();
  clock.advance(1);
  expect(forgotten.mock.calls).toEqual([['abandoned']]);
  expect(watcher.outlet.drain()).toEqual(['closed']);
  expect(clock.timers).toBe(0);
});
