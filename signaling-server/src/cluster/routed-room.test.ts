/** A lost connection whose call was still under way does not displace the next one. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { FakeOutlet } from '../room/fake-outlet.fixture.ts';
import { newWatcherId } from '../room/ids.ts';
import { roomOptions } from '../room/room-options.fixture.ts';
import { NearRoom } from './near-room.ts';
import type { RoomPort } from './room-port.ts';
import { Rooms } from './rooms.ts';
import { RoutedRoom } from './routed-room.ts';

const roomId = RoomId.parse('a'.repeat(20));
const holder = { addressKey: 'one', identity: null };
const limits = {
  maxRooms: 9,
  maxAwaiting: 9,
  watchersPerIdentity: 9,
  perAddress: 9,
  perIdentity: 9,
  tokenTtlMs: 600_000,
};
const opening = (outlet: FakeOutlet) =>
  ({
    epoch: 1,
    by: 'key',
    isEpochKnown: true,
    live: true,
    about: { title: '', presenter: '' },
    held: [],
    removed: [],
    outlet,
  }) as const;

/** The way to a room of this instance, which is found when the test says so. */
function setUp() {
  const clock = new FakeClock();
  const near = new NearRoom(roomId, new Rooms(roomOptions({ clock, maxWatchers: 9 }), limits));
  let isFound: (port: RoomPort) => void = () => undefined;
  const find = () => new Promise<RoomPort>((resolve) => (isFound = resolve));
  const routes = { find, claim: find, forget: () => undefined, settle: () => undefined };
  return { near, slow: () => new RoutedRoom(roomId, routes), found: () => isFound(near) };
}

test('a presenter’s lost connection, whose room was still being looked for, does not displace its next one', async () => {
  const { near, slow, found } = setUp();
  const [older, newer] = [new FakeOutlet(), new FakeOutlet()];
  const port = slow();
  const late = port.open(opening(older), holder);
  const lost = port.lost({ role: 'presenter', outlet: older });
  await near.open(opening(newer), holder);
  found();
  await expect(late).rejects.toMatchObject({ code: 'unreachable', retryable: true });
  await lost;
  expect(newer.drain()).not.toContain('closed');
  expect(() => near.rooms.find(roomId)?.checkMember({ role: 'presenter', outlet: newer })).not.toThrow();
});

test('a watcher’s lost connection, whose room was still being looked for, does not displace its next one', async () => {
  const { near, slow, found } = setUp();
  await near.open(opening(new FakeOutlet()), holder);
  const [older, newer] = [new FakeOutlet(), new FakeOutlet()];
  const watcherId = newWatcherId();
  const arrival = (outlet: FakeOutlet) => {
    const welcome = { protocol: 3, token: 't'.repeat(20), watcherId };
    return { watcherId, isReturning: true, address: 'one', outlet, welcome };
  };
  const port = slow();
  const late = port.join(arrival(older));
  const lost = port.lost({ role: 'watcher', watcherId, outlet: older });
  await near.join(arrival(newer));
  found();
  await expect(late).rejects.toMatchObject({ code: 'unreachable' });
  await lost;
  expect(newer.drain()).not.toContain('closed');
});

test('a watcher’s lost connection that was only about to join does not displace its next one', async () => {
  const { near, slow, found } = setUp();
  await near.open(opening(new FakeOutlet()), holder);
  const watcherId = newWatcherId();
  let isHere = true;
  const welcome = async () => ({ protocol: 3, token: 't'.repeat(20), watcherId });
  const early = { outlet: new FakeOutlet(), welcome, isHere: () => isHere };
  const late = slow().checkSeat({ watcherId, isReturning: true, address: 'one' }, early);
  isHere = false;
  found();
  await expect(late).rejects.toMatchObject({ code: 'unreachable' });
});
