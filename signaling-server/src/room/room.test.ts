/** What becomes of a room and its clients when connections are lost and come back. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { RoomId, type LinkId, type RoomAbout, type WatcherId } from '@lectern/protocol';
import { defaultPolicy } from '../policy.ts';
import { FakeClock } from './fake-clock.fixture.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import type { Outlet } from './outlet.ts';
import { Room, type Forgotten } from './room.ts';
import { WaitingBytes } from './waiting-bytes.ts';
import { roomOptions } from './room-options.fixture.ts';

const about: RoomAbout = { title: '', presenter: '' };
const address = '192.0.2.1';
const EPOCH = 1_700_000_000_000;
const policy = defaultPolicy.room;

const entering = { epoch: EPOCH, by: 'key', isEpochKnown: false, about, held: [], removed: [] } as const;

let forgotten: ReturnType<typeof vi.fn<(why: Forgotten) => void>>;
let clock: FakeClock;
let waiting: WaitingBytes;
let room: Room;
beforeEach(() => {
  forgotten = vi.fn<(why: Forgotten) => void>();
  clock = new FakeClock();
  waiting = new WaitingBytes(Infinity);
  room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), roomOptions({ clock, maxWatchers: 3, waiting }), forgotten);
});

function present(live = true, held: { linkId: LinkId; watcherId: WatcherId }[] = []) {
  const outlet = new FakeOutlet();
  const opened = room.open({ ...entering, live, held, outlet });
  clock.advance(1);
  return { outlet, opened };
}

function watch(watcherId = newWatcherId(), holds?: LinkId) {
  const outlet = new FakeOutlet();
  return { outlet, watcherId, joined: room.join({ watcherId, isReturning: true, outlet, holds, address }) };
}

/** Answers the watcher's link: from then on it keeps its seat without a socket. */
function answer({ watcherId, joined }: ReturnType<typeof watch>): void {
  const linkId = joined.link?.linkId ?? newLinkId();
  room.links.messages.offer('presenter', linkId, { round: 1, sdp: 'offer' });
  room.links.messages.answer(watcherId, linkId, { round: 1, sdp: 'answer' });
}

const presenterLost = (outlet: Outlet): void => room.lost({ role: 'presenter', outlet });
const watcherLost = (watcherId: WatcherId, outlet: Outlet): void => room.lost({ role: 'watcher', watcherId, outlet });
const expectPresenter = (outlet: Outlet): void =>
  expect(() => room.checkMember({ role: 'presenter', outlet })).not.toThrow();

describe('a presenter that loses its connection', () => {
  test('goes unnoticed for two seconds, is away after that, and after ten minutes the room has ended', () => {
    const { outlet } = present();
    const watcher = watch();
    presenterLost(outlet);
    clock.advance(1_999);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['live', []]);
    clock.advance(1);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['away', ['room:changed']]);
    clock.advance(599_999);
    expect(room.phase).toBe('away');
    clock.advance(1);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['ended', ['link:closed', 'room:changed']]);
    expect(forgotten).not.toHaveBeenCalled();
    room.leave(watcher.watcherId);
    expect(forgotten).toHaveBeenCalledOnce();
  });

  test('before it goes live, its watchers wait on, for however long it stays away', () => {
    const { outlet } = present(false);
    const watcher = watch();
    presenterLost(outlet);
    clock.advance(policy.presenterGraceMs + policy.presenterGoneMs);
    expect([room.phase, watcher.outlet.drain(), watch().joined.phase]).toEqual(['waiting', [], 'waiting']);
    present(true);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['live', ['room:changed', 'link:opened']]);
  });

  test('a room that has not been opened since a restart may have been live: it is away, then ended', () => {
    const watcher = watch();
    expect(watcher.joined.phase).toBe('away');
    clock.advance(policy.presenterGoneMs);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['ended', ['room:changed']]);
  });

  test('a link whose answer could not be kept meanwhile is renewed for both ends', () => {
    const { outlet } = present();
    const watcher = watch();
    const linkId = watcher.joined.link?.linkId ?? newLinkId();
    room.links.messages.offer('presenter', linkId, { round: 1, sdp: 'sdp' });
    presenterLost(outlet);
    waiting.add({ bytes: Infinity });
    room.links.messages.answer(watcher.watcherId, linkId, { round: 1, sdp: 'sdp' });
    watcher.outlet.drain();
    const back = present(true, [{ linkId, watcherId: watcher.watcherId }]);
    expect(watcher.outlet.drain()).toEqual(['link:closed', 'link:opened']);
    expect(back.outlet.drain()).toEqual(['watchers:changed', 'link:closed', 'link:opened']);
  });

  test('does not hear of a link that was opened and replaced while it was away', () => {
    const { outlet } = present();
    presenterLost(outlet);
    const watcher = watch();
    clock.advance(1);
    expect(watcher.joined.link).toBeUndefined();
    const back = present();
    expect(back.outlet.drain().filter((name) => name === 'link:opened')).toHaveLength(1);
  });

  test('the late loss of its older connection changes nothing', () => {
    const older = present();
    const newer = present();
    presenterLost(older.outlet);
    clock.advance(600_000);
    expect(room.phase).toBe('live');
    expectPresenter(newer.outlet);
  });

  test('a newer run keeps the room, though closing the older outlet reports a loss at once', () => {
    const older = new FakeOutlet();
    older.onClose = () => presenterLost(older);
    room.open({ ...entering, live: true, outlet: older });
    const newer = new FakeOutlet();
    room.open({ ...entering, epoch: EPOCH + 1, live: true, outlet: newer });
    clock.advance(policy.presenterGraceMs);
    expect([room.phase, older.drain()]).toEqual(['live', ['presenter:replaced', 'closed']]);
    expectPresenter(newer);
  });

  test('the same run on a new connection closes the older outlet without a notice', () => {
    const older = present();
    older.outlet.drain();
    present();
    expect(older.outlet.drain()).toEqual(['closed']);
  });

  test('a presenter that returns and is not live has stopped meanwhile', () => {
    const { outlet } = present();
    const watcher = watch();
    presenterLost(outlet);
    clock.advance(5_000);
    watcher.outlet.drain();
    present(false);
    expect([room.phase, watcher.outlet.drain()]).toEqual(['ended', ['link:closed', 'room:changed']]);
  });

  test('a watcher that joins while it is away gets its link when the presenter is back', () => {
    const { outlet } = present();
    presenterLost(outlet);
    clock.advance(5_000);
    const watcher = watch();
    expect(watcher.joined).toEqual({ phase: 'away', about });
    const back = present();
    expect(watcher.outlet.drain()).toEqual(['room:changed', 'link:opened']);
    expect(back.outlet.drain()).toContain('link:opened');
  });

  test('a room that a token has rebuilt is forgotten as any other', () => {
    const watcher = watch();
    room.leave(watcher.watcherId);
    clock.advance(600_000);
    expect(forgotten).toHaveBeenCalledOnce();
  });
});

describe('a watcher that loses its connection', () => {
  test('keeps seat and link for thirty seconds', () => {
    const { outlet } = present();
    const watcher = watch();
    const { outlet: gone, watcherId } = watcher;
    answer(watcher);
    clock.advance(1);
    outlet.drain();
    watcherLost(watcherId, gone);
    clock.advance(29_999);
    expect([room.watchers, outlet.drain()]).toEqual([1, []]);
    clock.advance(2);
    expect([room.watchers, outlet.drain()]).toEqual([0, ['link:closed', 'watchers:changed']]);
  });

  test('gets the notices on its link that it has missed when it returns', () => {
    present();
    const watcher = watch();
    const { outlet: gone, watcherId, joined } = watcher;
    const linkId = joined.link?.linkId ?? newLinkId();
    answer(watcher);
    gone.drain();
    watcherLost(watcherId, gone);
    room.links.messages.offer('presenter', linkId, { round: 2, sdp: 'sdp' });
    const back = watch(watcherId, linkId);
    clock.advance(1);
    expect(back.joined).toMatchObject({ restored: linkId });
    expect(back.outlet.drain()).toEqual(['link:offered']);
    expect(gone.drain()).toEqual([]);
  });

  test('gets another link when what it missed was too much to keep', () => {
    const { outlet } = present();
    const watcher = watch();
    const { outlet: gone, watcherId, joined } = watcher;
    const linkId = joined.link?.linkId ?? newLinkId();
    answer(watcher);
    watcherLost(watcherId, gone);
    waiting.add({ bytes: Infinity });
    room.links.messages.offer('presenter', linkId, { round: 2, sdp: 'sdp' });
    outlet.drain();
    const back = watch(watcherId, linkId);
    expect(back.joined.restored).toBeUndefined();
    expect(back.joined.link?.linkId).not.toBe(linkId);
    expect(outlet.drain()).toEqual(['link:closed', 'link:opened']);
  });

  test('gets another link when it returns without its own', () => {
    const { outlet } = present();
    const watcher = watch();
    const { outlet: gone, watcherId, joined } = watcher;
    answer(watcher);
    watcherLost(watcherId, gone);
    outlet.drain();
    const back = watch(watcherId);
    expect(back.joined.link?.linkId).not.toBe(joined.link?.linkId);
    expect(outlet.drain()).toEqual(['link:closed', 'link:opened']);
  });
});

test('a watcher that has never answered a link gives up its seat with its connection', () => {
  const { outlet } = present();
  const { outlet: gone, watcherId } = watch();
  clock.advance(1);
  outlet.drain();
  watcherLost(watcherId, gone);
  clock.advance(policy.noticeIntervalMs);
  expect([room.watchers, outlet.drain()]).toEqual([0, ['link:closed', 'watchers:changed']]);
});

test('watchers that come and go in one turn are one notice', () => {
  const { outlet } = present(false);
  watch();
  room.leave(watch().watcherId);
  clock.advance(1);
  expect(outlet.events).toEqual([['watchers:changed', { count: 1 }]]);
});

const entry = () => ({ linkId: newLinkId(), watcherId: newWatcherId() });

test('links unknown to a restarted service are given back, awaited, or refused', () => {
  const [trusted, without, absent, tooMany] = [entry(), entry(), entry(), entry()];
  const first = watch(trusted.watcherId, trusted.linkId);
  const second = watch(without.watcherId);
  expect(first.joined).toEqual({ phase: 'away', about, rebuilt: true, restored: trusted.linkId });
  const { opened, outlet } = present(true, [trusted, without, absent, tooMany]);
  expect(opened).toEqual({ watchers: 3, refused: [without.linkId, tooMany.linkId] });
  expect(first.outlet.drain()).toEqual(['room:changed']);
  expect(second.outlet.drain()).toEqual(['room:changed', 'link:opened']);
  outlet.drain();
  clock.advance(30_000);
  expect(outlet.events).toContainEqual(['link:closed', { linkId: absent.linkId, reason: 'lost' }]);
});

test('while the presenter is away, a watcher keeps a link that the room does not know; the presenter knows better', () => {
  const { outlet } = present();
  const [kept, other, stranger] = [watch(), entry(), entry()];
  answer(kept);
  presenterLost(outlet);
  watcherLost(kept.watcherId, kept.outlet);
  // By then its seat is free.
  clock.advance(policy.watcherGraceMs);
  const linkId = kept.joined.link?.linkId ?? newLinkId();
  const back = watch(kept.watcherId, linkId);
  expect([room.phase, back.joined.restored]).toEqual(['away', linkId]);
  // Of another instance, where the room may have been meanwhile.
  const elsewhere = watch(other.watcherId, other.linkId);
  expect(elsewhere.joined.restored).toBe(other.linkId);
  // Neither another watcher's link nor that of a watcher who has never been here.
  expect(watch(newWatcherId(), linkId).joined.restored).toBeUndefined();
  room.leave([...room.seats].at(-1)?.watcherId ?? newWatcherId());
  const { watcherId, linkId: holds } = stranger;
  const says = { watcherId, isReturning: false, outlet: new FakeOutlet(), holds, address };
  expect(room.join(says).restored).toBeUndefined();
  room.leave(watcherId);
  back.outlet.drain();
  elsewhere.outlet.drain();
  const { opened } = present(true, [{ linkId, watcherId: kept.watcherId }]);
  expect(opened).toEqual({ watchers: 2, refused: [] });
  expect([back.outlet.drain(), elsewhere.outlet.drain()]).toEqual([
    ['room:changed'],
    ['link:closed', 'room:changed', 'link:opened'],
  ]);
});
