/** What watchers and changes cost a room and its presenter. */
import { beforeEach, describe, expect, test } from 'vitest';
import { RoomId, type LinkId, type WatcherId } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newWatcherId } from './ids.ts';
import { Room } from './room.ts';
import { roomRequests } from './room-requests.ts';
import { roomOptions } from './room-options.fixture.ts';

const policy = defaultPolicy.room;
const { burst, perSecond } = policy.linkOpenings;
const about = { title: '', presenter: '' };
const MAX_WATCHERS = 100;

const entering = { epoch: 1, by: 'key', isEpochKnown: false, live: true, about, held: [], removed: [] } as const;
let clock: FakeClock;
let room: Room;
let presenter: FakeOutlet;
beforeEach(() => {
  clock = new FakeClock();
  room = new Room(
    RoomId.parse('abcdefghijkmnpqrstuv'),
    roomOptions({ clock, policy, maxWatchers: MAX_WATCHERS }),
    () => undefined,
  );
  presenter = new FakeOutlet();
  room.open({ ...entering, outlet: presenter });
  clock.advance(1);
  presenter.drain();
});

interface Watcher {
  readonly watcherId: WatcherId;
  readonly outlet: FakeOutlet;
  readonly linkId: LinkId | undefined;
}

function join(address: string, watcherId = newWatcherId()): Watcher {
  const outlet = new FakeOutlet();
  outlet.onClose = () => room.lost({ role: 'watcher', watcherId, outlet });
  const { link } = room.join({ watcherId, isReturning: false, outlet, address });
  return { watcherId, outlet, linkId: link?.linkId };
}

const lose = ({ watcherId, outlet }: Watcher): void => room.lost({ role: 'watcher', watcherId, outlet });
const opened = (): number => presenter.drain().filter((name) => name === 'link:opened').length;
const offerAll = (): void => {
  for (const [name, payload] of presenter.events.splice(0)) {
    if (name !== 'link:opened') continue;
    const { linkId } = payload as { linkId: LinkId };
    room.links.messages.offer('presenter', linkId, { round: 1, sdp: 'offer' });
  }
};
const answer = ({ watcherId, linkId }: Watcher): void => {
  if (linkId === undefined) throw new Error('no link');
  room.links.messages.offer('presenter', linkId, { round: 1, sdp: 'offer' });
  room.links.messages.answer(watcherId, linkId, { round: 1, sdp: 'answer' });
};

describe('links', () => {
  test('are opened fifty at once, then twenty a second, and everyone has one in the end', () => {
    const watchers = Array.from({ length: MAX_WATCHERS }, () => join('192.0.2.1'));
    expect(opened()).toBe(burst);
    expect(watchers.filter(({ linkId }) => linkId !== undefined)).toHaveLength(burst);
    clock.advance(1_000);
    expect(opened()).toBeLessThanOrEqual(perSecond);
    clock.advance(10_000);
    const [last] = watchers.slice(-1);
    expect(last?.outlet.drain()).toContain('link:opened');
  });

  test('watchers that come and go without answering cost the presenter no more than that', () => {
    for (let second = 0; second < 10; second += 1) {
      for (let count = 0; count < 100; count += 1) lose(join('203.0.113.1'));
      clock.advance(1_000);
    }
    expect(opened()).toBeLessThanOrEqual(burst + 10 * perSecond);
    expect(room.watchers).toBe(0);
  });

  test('one address does not keep the others waiting: addresses take turns', () => {
    for (let count = 0; count < 90; count += 1) join('203.0.113.1');
    const honest = join('192.0.2.1');
    expect(honest.linkId).toBeUndefined();
    clock.advance((2 * 1_000) / perSecond);
    expect(honest.outlet.drain()).toContain('link:opened');
  });

  test('a watcher that has answered before comes first', () => {
    const known = join('192.0.2.1');
    answer(known);
    for (let count = 0; count < 90; count += 1) join('192.0.2.1');
    room.links.replace({ role: 'watcher', watcherId: known.watcherId }, known.linkId as LinkId);
    clock.advance(1_000 / perSecond);
    expect(known.outlet.drain()).toContain('link:opened');
  });

  test('a waiting class gets the notice that the room is live before its links', () => {
    room.stop();
    const watcher = join('192.0.2.1');
    room.start();
    clock.advance(1);
    expect(watcher.outlet.drain()).toEqual(['room:changed', 'link:opened']);
  });
});

describe('links that one watcher costs its presenter', () => {
  const MANY = policy.linksPerMinute;
  const ADDRESS = '192.0.2.1';
  const checkSeat = (watcherId: WatcherId) => room.checkSeat({ watcherId, isReturning: true, address: ADDRESS });

  test('a presenter that starts again and again: a watcher beyond its limit is disconnected, and may join after a minute', () => {
    const { outlet, watcherId } = join(ADDRESS);
    for (let count = 1; count < MANY; count += 1) {
      room.stop();
      room.start();
      clock.advance(1);
    }
    expect(opened()).toBe(MANY);
    outlet.drain();
    room.stop();
    room.start();
    clock.advance(1);
    expect([opened(), outlet.drain().at(-1)]).toEqual([0, 'closed']);
    expect(() => checkSeat(watcherId)).toThrow('too-many');
    expect(() => join(ADDRESS, watcherId)).toThrow('too-many');
    clock.advance(60_000);
    expect(join(ADDRESS, watcherId).linkId).toBeDefined();
  });

  test('a watcher whose link is replaced every few seconds stays within the limit', () => {
    const { watcherId } = join(ADDRESS);
    for (let seconds = 0; seconds < 600; seconds += 3) {
      clock.advance(3_000);
      expect(join(ADDRESS, watcherId).linkId).toBeDefined();
    }
  });

  test('a room that is not live admits every watcher', () => {
    const { watcherId } = join(ADDRESS);
    for (let count = 1; count < MANY; count += 1) join(ADDRESS, watcherId);
    expect(() => checkSeat(watcherId)).toThrow('too-many');
    room.stop();
    expect(join(ADDRESS, watcherId).linkId).toBeUndefined();
  });
});

describe('seats in a full room', () => {
  test('are taken back from the address with the most watchers that do not answer', () => {
    for (let count = 0; count < 10; count += 1) answer(join('192.0.2.1'));
    presenter.drain();
    const silent = Array.from({ length: MAX_WATCHERS - 10 }, () => join('203.0.113.1'));
    clock.advance(5_000);
    offerAll();
    expect(() => room.checkSeat({ watcherId: newWatcherId(), isReturning: false, address: '198.51.100.9' })).toThrow(
      'room-full',
    );
    clock.advance(policy.answerWithinMs);
    const honest = join('198.51.100.1');
    expect(room.watchers).toBe(MAX_WATCHERS);
    clock.advance(1_000);
    expect([honest.linkId !== undefined, silent[0]?.outlet.drain().at(-1)]).toEqual([true, 'closed']);
  });

  test('stay with a class whose presenter has not offered yet, and with a few slow devices', () => {
    Array.from({ length: MAX_WATCHERS }, () => join('192.0.2.1'));
    clock.advance(60_000);
    expect(() => room.checkSeat({ watcherId: newWatcherId(), isReturning: false, address: '198.51.100.9' })).toThrow(
      'room-full',
    );
  });
});

describe('changes', () => {
  test('of the description reach watchers ten times a second, the last one in any case', () => {
    const { outlet } = join('192.0.2.1');
    for (let count = 1; count <= 1_000; count += 1) {
      room.describe({ title: String(count), presenter: '' });
      clock.advance(1);
    }
    clock.advance(policy.noticeIntervalMs);
    const changes = outlet.events.filter(([name]) => name === 'room:changed');
    expect(changes.length).toBeLessThanOrEqual(12);
    expect(changes.at(-1)).toMatchObject([expect.anything(), { about: { title: '1000' } }]);
  });

  test('by requests are refused beyond five a second', () => {
    const from = { role: 'presenter', outlet: presenter } as const;
    for (let count = 0; count < 5; count += 1) roomRequests['room:describe'](room, from, { about });
    expect(() => roomRequests['room:start'](room, from, {})).toThrow('too-many');
    clock.advance(200);
    expect(roomRequests['room:stop'](room, from, {})).toEqual({});
  });

  test('of the number of watchers reach the presenter ten times a second', () => {
    for (let count = 0; count < 50; count += 1) {
      lose(join('192.0.2.1'));
      join('192.0.2.1');
      clock.advance(10);
    }
    clock.advance(policy.noticeIntervalMs);
    const counts = presenter.events.filter(([name]) => name === 'watchers:changed');
    expect(counts.length).toBeLessThanOrEqual(7);
    expect(counts.at(-1)).toEqual(['watchers:changed', { count: 50 }]);
  });
});
