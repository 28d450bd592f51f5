/**
 * A room whose instance was cut off: other instances have run it meanwhile, and its presenter comes
 * back with links that it got there.
 */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import { roomOptions } from './room-options.fixture.ts';
import { Room } from './room.ts';

const about = { title: '', presenter: '' };
const entering = { epoch: 1, by: 'key', isEpochKnown: true, live: true, about, removed: [] } as const;
const entry = () => ({ linkId: newLinkId(), watcherId: newWatcherId() });
type Entry = ReturnType<typeof entry>;

/** Three seats, three watchers with pictures; the presenter's connection is lost. */
function setUp() {
  const clock = new FakeClock();
  const options = roomOptions({ clock, maxWatchers: 3 });
  const room = new Room(RoomId.parse('a'.repeat(20)), options, () => undefined);
  const open = (held: readonly Entry[]) => {
    const outlet = new FakeOutlet();
    const { refused } = room.open({ ...entering, held, outlet });
    clock.advance(1);
    return { outlet, refused };
  };
  const join = (watcherId = newWatcherId(), holds?: Entry['linkId']) => {
    const outlet = new FakeOutlet();
    const joined = room.join({ watcherId, isReturning: true, outlet, holds, address: '192.0.2.1' });
    return { watcherId, outlet, joined, linkId: joined.link?.linkId ?? newLinkId() };
  };
  const watch = () => {
    const watcher = join();
    room.links.messages.offer('presenter', watcher.linkId, { round: 1, sdp: 'offer' });
    room.links.messages.answer(watcher.watcherId, watcher.linkId, { round: 1, sdp: 'answer' });
    return watcher;
  };
  const presenter = open([]);
  const watchers = [watch(), watch(), watch()] as const;
  room.lost({ role: 'presenter', outlet: presenter.outlet });
  const lose = (...lost: readonly (typeof watchers)[number][]): void => {
    for (const { watcherId, outlet } of lost) room.lost({ role: 'watcher', watcherId, outlet });
  };
  const seated = () => [...room.seats].map(({ watcherId }) => watcherId);
  return { room, watchers, open, join, lose, seated };
}

test('in a full room, seats without link and connection yield to links that the presenter holds', () => {
  const { watchers, open, join, lose, seated } = setUp();
  const [left, kept, here] = watchers;
  lose(left, kept);
  const [newcomer, tooMany] = [entry(), entry()];
  expect(open([kept, here, newcomer, tooMany]).refused).toEqual([tooMany.linkId]);
  expect(seated()).toEqual([kept.watcherId, here.watcherId, newcomer.watcherId]);
  expect(join(newcomer.watcherId, newcomer.linkId).joined.restored).toBe(newcomer.linkId);
});

test('where there are enough seats, those without a link are kept', () => {
  const { room, watchers, open, lose, seated } = setUp();
  const [left, other, here] = watchers;
  lose(left);
  room.leave(other.watcherId);
  const newcomer = entry();
  expect(open([here, newcomer]).refused).toEqual([]);
  expect(seated()).toEqual([left.watcherId, here.watcherId, newcomer.watcherId]);
});

test('a link that an absent watcher got elsewhere takes the place of the one that it had here', () => {
  const { watchers, open, join, lose } = setUp();
  const [moved, stayed, here] = watchers;
  lose(moved, stayed);
  const { watcherId } = moved;
  const elsewhere = { watcherId, linkId: newLinkId() };
  expect(open([elsewhere, stayed, here]).refused).toEqual([]);
  expect(join(watcherId, elsewhere.linkId).joined.restored).toBe(elsewhere.linkId);
});

test('a connected watcher keeps the link that it was opened here', () => {
  const { watchers, open } = setUp();
  const [{ watcherId }, ...others] = watchers;
  const elsewhere = { watcherId, linkId: newLinkId() };
  expect(open([elsewhere, ...others]).refused).toEqual([elsewhere.linkId]);
});
