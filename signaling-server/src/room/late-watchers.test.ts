/** What a watcher whose token is past its time gets: the seat that is kept for it, and nothing else. */
import { SignalingError, RoomId, type EntryRules, type WatcherId } from '@lectern/protocol';
import { beforeEach, expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import { asking, newProof } from './passcode.fixture.ts';
import { Room } from './room.ts';
import { roomOptions } from './room-options.fixture.ts';

const EPOCH = 1_700_000_000_000;
const address = '192.0.2.1';
const [ada, bob, stranger] = [newWatcherId(), newWatcherId(), newWatcherId()];
const held = [ada, bob].map((watcherId) => ({ linkId: newLinkId(), watcherId }));

let clock: FakeClock;
let room: Room;
beforeEach(() => {
  clock = new FakeClock(EPOCH);
  room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), roomOptions({ clock, maxWatchers: 2 }), () => undefined);
});

/** The presenter comes back to a service that has forgotten the room, and holds links to both. */
function open(entry?: EntryRules, removed: readonly WatcherId[] = []): void {
  const about = { title: '', presenter: '' };
  const outlet = new FakeOutlet();
  const opening = { epoch: EPOCH, by: 'key', isEpochKnown: false, live: true, about, held, removed, outlet } as const;
  room.open({ ...opening, ...(entry && { entry }) });
}

const comes = (watcherId: WatcherId, isLate = true) => {
  const outlet = new FakeOutlet();
  const holds = held.find((link) => link.watcherId === watcherId)?.linkId;
  const joining = { watcherId, isReturning: false, ...(isLate && { isLate }), outlet, address, holds };
  return { joined: room.join(joining), outlet };
};

function refusalOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return error instanceof SignalingError ? error.code : String(error);
  }
}

test('a full room gives late watchers the seats and links that its presenter holds for them', () => {
  open();
  expect(refusalOf(() => comes(stranger, false))).toBe('room-full');
  for (const { watcherId, linkId } of held) expect(comes(watcherId).joined.restored).toBe(linkId);
});

test('also where it has a passcode and a lobby, since the presenter holds links to those only whom it let in', () => {
  open(asking(newProof(), { lobby: true, watchers: 'stay' }));
  expect(refusalOf(() => comes(stranger, false))).toBe('passcode-required');
  expect(comes(ada).joined.restored).toBe(held[0]?.linkId);
});

test('where no seat is kept, the token has just expired', () => {
  open();
  expect(refusalOf(() => comes(stranger))).toBe('token-expired');
  clock.advance(defaultPolicy.room.watcherGraceMs);
  expect(refusalOf(() => comes(ada))).toBe('token-expired');
});

test('nobody is put out of a seat by a late token', () => {
  open();
  const { outlet } = comes(ada);
  expect(refusalOf(() => comes(ada))).toBe('token-expired');
  expect(outlet.drain()).not.toContain('closed');
});

test('a removed watcher stays out, and a room that is not open yet opens for no late token', () => {
  expect(refusalOf(() => comes(ada))).toBe('room-unknown');
  open(undefined, [ada]);
  expect(refusalOf(() => comes(ada))).toBe('removed');
});
