import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RoomId, type NoticeName, type RoomAbout } from '@lectern/protocol';
import { startClock } from './clock.ts';
import { defaultLoad, defaultTiming } from './defaults.ts';
import { newLinkId, newWatcherId } from './ids.ts';
import type { Outlet } from './outlet.ts';
import { Room } from './room.ts';

const about: RoomAbout = { title: '', presenter: '' };
const EPOCH = 1_700_000_000_000;

interface Heard extends Outlet {
  readonly notes: [NoticeName, unknown][];
  /** Names heard since the last look. */
  look(): string[];
}

function listener(): Heard {
  const notes: [NoticeName, unknown][] = [];
  return {
    notes,
    look: () => notes.splice(0).map(([name]) => name),
    notify: (name, payload) => void notes.push([name, payload]),
    close: () => void notes.push(['presenter:replaced', 'closed']),
  };
}

let forgotten: ReturnType<typeof vi.fn<() => void>>;
let room: Room;
beforeEach(() => {
  vi.useFakeTimers();
  forgotten = vi.fn<() => void>();
  const around = {
    clock: startClock(),
    timing: defaultTiming,
    load: defaultLoad,
    maxWatchers: 3,
    iceServersFor: () => [],
  };
  room = new Room(RoomId.parse('abcdefghijkmnpqrstuv'), around, forgotten);
});
afterEach(() => {
  vi.useRealTimers();
});

function present(
  live = true,
  held: { linkId: ReturnType<typeof newLinkId>; watcherId: ReturnType<typeof newWatcherId> }[] = [],
) {
  const outlet = listener();
  const opened = room.open({ epoch: EPOCH, live, about, held, outlet });
  vi.advanceTimersByTime(1);
  return { outlet, opened };
}

function watch(watcherId = newWatcherId(), holds?: ReturnType<typeof newLinkId>) {
  const outlet = listener();
  return { outlet, watcherId, joined: room.join({ watcherId, outlet, holds }) };
}

describe('a presenter that goes', () => {
  test('is not missed for two seconds, then away, and after ten minutes the room has ended', () => {
    const { outlet } = present();
    const watcher = watch();
    room.presenterLost(outlet);
    vi.advanceTimersByTime(1_999);
    expect([room.phase, watcher.outlet.look()]).toEqual(['live', []]);
    vi.advanceTimersByTime(1);
    expect([room.phase, watcher.outlet.look()]).toEqual(['away', ['room:changed']]);
    vi.advanceTimersByTime(599_999);
    expect(room.phase).toBe('away');
    vi.advanceTimersByTime(1);
    expect([room.phase, watcher.outlet.look()]).toEqual(['ended', ['link:closed', 'room:changed']]);
    expect(forgotten).not.toHaveBeenCalled();
    room.leave(watcher.watcherId);
    expect(forgotten).toHaveBeenCalledOnce();
  });

  test('a late goodbye of its older connection changes nothing', () => {
    const older = present();
    const newer = present();
    room.presenterLost(older.outlet);
    vi.advanceTimersByTime(600_000);
    expect([room.phase, room.isPresenter(newer.outlet)]).toEqual(['live', true]);
  });

  test('a newer run takes the room for good, though closing the older one tells the room of a loss at once', () => {
    const older = { ...listener(), close: () => room.presenterLost(older) };
    room.open({ epoch: EPOCH, live: true, about, held: [], outlet: older });
    const newer = listener();
    room.open({ epoch: EPOCH + 1, live: true, about, held: [], outlet: newer });
    vi.advanceTimersByTime(defaultTiming.presenterGraceMs);
    expect([room.phase, older.look(), room.isPresenter(newer)]).toEqual(['live', ['presenter:replaced'], true]);
  });

  test('and comes back not live has stopped meanwhile', () => {
    const { outlet } = present();
    const watcher = watch();
    room.presenterLost(outlet);
    vi.advanceTimersByTime(5_000);
    watcher.outlet.look();
    present(false);
    expect([room.phase, watcher.outlet.look()]).toEqual(['ended', ['link:closed', 'room:changed']]);
  });

  test('a watcher that joins while it is away gets its link when it is back', () => {
    const { outlet } = present();
    room.presenterLost(outlet);
    vi.advanceTimersByTime(5_000);
    const watcher = watch();
    expect(watcher.joined).toEqual({ phase: 'away', about });
    const back = present();
    expect(watcher.outlet.look()).toEqual(['room:changed', 'link:opened']);
    expect(back.outlet.look()).toContain('link:opened');
  });

  test('a room that only a token has brought back is forgotten like any other', () => {
    const watcher = watch();
    room.leave(watcher.watcherId);
    vi.advanceTimersByTime(600_000);
    expect(forgotten).toHaveBeenCalledOnce();
  });
});

describe('a watcher that goes', () => {
  test('keeps seat and link for thirty seconds', () => {
    const { outlet } = present();
    const { outlet: gone, watcherId } = watch();
    vi.advanceTimersByTime(1);
    outlet.look();
    room.watcherLost(watcherId, gone);
    vi.advanceTimersByTime(29_999);
    expect([room.watchers, outlet.look()]).toEqual([1, []]);
    vi.advanceTimersByTime(2);
    expect([room.watchers, outlet.look()]).toEqual([0, ['link:closed', 'watchers:changed']]);
  });

  test('hears on its return what was said on its link meanwhile', () => {
    present();
    const { outlet: gone, watcherId, joined } = watch();
    const linkId = joined.link?.linkId ?? newLinkId();
    room.watcherLost(watcherId, gone);
    room.links.offer(linkId, 1, 'sdp');
    const back = watch(watcherId, linkId);
    vi.advanceTimersByTime(1);
    expect(back.joined).toMatchObject({ restored: linkId });
    expect(back.outlet.look()).toEqual(['link:offered']);
    expect(gone.look()).toEqual([]);
  });

  test('and comes back without its link is given another', () => {
    const { outlet } = present();
    const { outlet: gone, watcherId, joined } = watch();
    room.watcherLost(watcherId, gone);
    outlet.look();
    const back = watch(watcherId);
    expect(back.joined.link?.linkId).not.toBe(joined.link?.linkId);
    expect(outlet.look()).toEqual(['link:closed', 'link:opened']);
  });
});

test('many comings and goings of one moment are one notice', () => {
  const { outlet } = present(false);
  watch();
  room.leave(watch().watcherId);
  vi.advanceTimersByTime(1);
  expect(outlet.notes).toEqual([['watchers:changed', { count: 1 }]]);
});

const entry = () => ({ linkId: newLinkId(), watcherId: newWatcherId() });

test('links that a restarted service does not know: given back, awaited, or refused', () => {
  const [believed, without, absent, tooMany] = [entry(), entry(), entry(), entry()];
  const first = watch(believed.watcherId, believed.linkId);
  const second = watch(without.watcherId);
  expect(first.joined).toEqual({ phase: 'away', about, restored: believed.linkId });
  const { opened, outlet } = present(true, [believed, without, absent, tooMany]);
  expect(opened).toEqual({ watchers: 3, refused: [without.linkId, tooMany.linkId] });
  expect(first.outlet.look()).toEqual(['room:changed']);
  expect(second.outlet.look()).toEqual(['room:changed', 'link:opened']);
  outlet.look();
  vi.advanceTimersByTime(30_000);
  expect(outlet.notes).toContainEqual(['link:closed', { linkId: absent.linkId, reason: 'lost' }]);
});

describe('links that one watcher costs its presenter', () => {
  const MANY = defaultLoad.linksPerMinute;

  test('a presenter that starts again and again: a watcher beyond its limit is sent away, and let in when the minute is over', () => {
    const { outlet } = present();
    const { outlet: watcher, watcherId } = watch();
    for (let count = 1; count < MANY; count += 1) {
      room.stop();
      room.start();
      vi.advanceTimersByTime(1);
    }
    const opened = () => outlet.look().filter((name) => name === 'link:opened').length;
    expect(opened()).toBe(MANY);
    watcher.look();
    room.stop();
    room.start();
    vi.advanceTimersByTime(1);
    // The fake outlet notes its closing as that.
    expect([opened(), watcher.look().at(-1)]).toEqual([0, 'presenter:replaced']);
    expect(() => room.checkSeat(watcherId)).toThrow('too-many');
    expect(() => room.join({ watcherId, outlet: watcher })).toThrow('too-many');
    vi.advanceTimersByTime(60_000);
    expect(watch(watcherId).joined.link).toBeDefined();
  });

  test('a line that has its link replaced every few seconds is nowhere near it', () => {
    present();
    const { watcherId } = watch();
    for (let seconds = 0; seconds < 600; seconds += 3) {
      vi.advanceTimersByTime(3_000);
      expect(watch(watcherId).joined.link).toBeDefined();
    }
  });

  test('a room that is not live lets everybody wait', () => {
    present();
    const { watcherId } = watch();
    for (let count = 1; count < MANY; count += 1) watch(watcherId);
    expect(() => room.checkSeat(watcherId)).toThrow('too-many');
    room.stop();
    expect(watch(watcherId).joined).toEqual({ phase: 'ended', about });
  });
});
