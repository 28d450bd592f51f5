/** What another program publishes into a room: its grant, and what the watchers get of it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { RoomId, StreamGeneration, type NoticeName, type StreamPhase } from '@lectern/protocol';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { FakeRelay } from './fake-relay.fixture.ts';
import { newWatcherId } from './ids.ts';
import { roomOptions } from './room-options.fixture.ts';
import { roomRequests } from './room-requests.ts';
import { Room } from './room.ts';

const MINUTE_MS = 60_000;
const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
const generation = StreamGeneration.parse('g'.repeat(22));
const tokens = { publish: 'p'.repeat(43), play: 'q'.repeat(43) };
const about = { title: '', presenter: '' };
const epoch = 1_700_000_000_000;
const entering = { epoch, by: 'key', isEpochKnown: false, about, held: [], removed: [] } as const;

let clock: FakeClock;
let room: Room;
let outlet: FakeOutlet;
let carried: string[];
let relays: FakeRelay[];
let streamIs: (phase: StreamPhase) => void;
let forgotten: string[];
beforeEach(() => {
  clock = new FakeClock();
  carried = [];
  relays = [];
  forgotten = [];
  const streams = {
    grant: (id: RoomId, of: StreamGeneration, onChanged: typeof streamIs) => {
      carried.push(`${id} ${of}`);
      streamIs = onChanged;
      return tokens;
    },
    revoke: (id: RoomId) => void carried.push(`revoked ${id}`),
    leave: (id: RoomId) => void carried.push(`left ${id}`),
    open: (_id: RoomId, calls: FakeRelay['calls']) => {
      const relay = new FakeRelay(calls);
      relays.push(relay);
      clock.after(0, () => calls.reached(true));
      return relay;
    },
  };
  room = new Room(roomId, roomOptions({ clock, maxWatchers: 3, streams }), (why) => void forgotten.push(why));
  open(true);
});

function open(live: boolean, of: number = epoch): void {
  outlet = new FakeOutlet();
  room.open({ ...entering, epoch: of, live, outlet });
  clock.advance(1);
}

const member = () => ({ role: 'presenter', outlet }) as const;
const grant = () => roomRequests['stream:grant'](room, member(), { generation });

test('a grant goes to what carries the streams, and comes back with its tokens', () => {
  expect(grant()).toEqual({ tokens });
  roomRequests['stream:revoke'](room, member(), {});
  expect(carried).toEqual([`${roomId} ${generation}`, `revoked ${roomId}`]);
});

test('it ends with a run that the service ends, and with the room', () => {
  grant();
  room.endRun('admin');
  expect(carried.at(-1)).toBe(`revoked ${roomId}`);
  grant();
  room.close('ended');
  expect(carried.at(-1)).toBe(`revoked ${roomId}`);
});

test('it is left to the next owner with a room that moves', () => {
  grant();
  room.close('moved');
  expect(carried.at(-1)).toBe(`left ${roomId}`);
});

test('a presenter that stops keeps it: another program may go on', () => {
  grant();
  room.stop();
  clock.advance(MINUTE_MS);
  expect(carried).toEqual([`${roomId} ${generation}`]);
});

test('the app hears how it is, also one that enters later', () => {
  const heard = () => outlet.events.filter(([name]) => name === 'stream:changed').map(([, payload]) => payload);
  grant();
  streamIs('live');
  streamIs('away');
  expect(heard()).toEqual([{ phase: 'live' }, { phase: 'away' }]);
  streamIs('live');
  open(false);
  expect(heard()).toEqual([{ phase: 'live' }]);
  roomRequests['stream:revoke'](room, member(), {});
  expect(heard()).toEqual([{ phase: 'live' }, { phase: 'none' }]);
});

describe('a room whose presenter is not live', () => {
  beforeEach(() => {
    open(false);
    grant();
  });

  function watch({ isOldPage = false, watcherId = newWatcherId() } = {}) {
    const its = new FakeOutlet();
    const joined = room.join({ watcherId, isReturning: false, outlet: its, address: '192.0.2.1', isOldPage });
    clock.advance(1);
    const last = (name: NoticeName): unknown => its.events.findLast(([each]) => each === name)?.[1];
    return { watcherId, joined, last, outlet: its };
  }

  const last = (): FakeRelay | undefined => relays.at(-1);
  const from = (): unknown[] => [...room.seats].map(({ link }) => link?.from ?? null);

  /** As far as watchers are notified. */
  function changes(phase: StreamPhase): void {
    streamIs(phase);
    clock.advance(200);
  }

  test('is live by the stream: for those who wait, and for those who come', () => {
    const waiting = watch();
    expect([room.phase, waiting.joined.link]).toEqual(['ended', undefined]);
    changes('live');
    expect(waiting.last('room:changed')).toMatchObject({ phase: 'live' });
    expect(waiting.last('link:opened')).toMatchObject({ linkId: last()?.links[0] });
    const late = watch();
    expect(late.joined).toMatchObject({ phase: 'live', link: { linkId: last()?.links[1] } });
    expect(from()).toEqual(['relay', 'relay']);
    expect(room.onAir.by).toBe('stream');
    expect(roomRequests['room:report'](room, member(), { direct: 0, turn: 0, recoveries: 0, freezes: 0 })).toEqual({
      phase: 'ended',
    });
  });

  test('ends with it, as with a presenter who stops', () => {
    const watcher = watch();
    changes('live');
    changes('none');
    expect(watcher.last('link:closed')).toMatchObject({ reason: 'ended' });
    expect(watcher.last('room:changed')).toMatchObject({ phase: 'ended' });
    expect([from(), last()?.heard.at(-1)]).toEqual([[null], ['closed', 'ended']]);
    expect(outlet.events.findLast(([name]) => name === 'relay:reported')?.[1]).toMatchObject({ watchers: 0 });
  });

  test('keeps its links while the encoder is lost for a moment, and opens no others', () => {
    watch();
    changes('live');
    changes('away');
    expect(room.phase).toBe('away');
    const late = watch();
    expect([late.joined.phase, late.joined.link]).toEqual(['away', undefined]);
    expect(from()).toEqual(['relay', null]);
    changes('live');
    expect(from()).toEqual(['relay', 'relay']);
    expect(relays).toHaveLength(1);
  });

  test('is the presenter’s while the presenter is live', () => {
    const watcher = watch();
    changes('live');
    room.start();
    clock.advance(200);
    expect([from(), room.onAir.by, room.phase]).toEqual([['presenter'], 'presenter', 'live']);
    expect(watcher.last('link:closed')).toMatchObject({ reason: 'replaced' });
    expect(last()?.heard.at(-1)).toEqual(['closed', 'ended']);
    watcher.outlet.events.length = 0;
    room.stop();
    clock.advance(200);
    expect([from(), room.onAir.by]).toEqual([['relay'], 'stream']);
    expect(relays).toHaveLength(2);
    // The presenter has said on the link that the broadcast has ended.
    expect(watcher.last('room:changed')).toMatchObject({ phase: 'live' });
    expect(watcher.last('link:closed')).toMatchObject({ reason: 'replaced' });
  });

  test('goes on while the app comes, goes, and begins a new run', () => {
    watch();
    changes('live');
    const links = last()?.links;
    open(false);
    open(false, epoch + 1);
    room.stop();
    room.lost(member());
    clock.advance(11 * MINUTE_MS);
    expect([room.phase, last()?.links, forgotten]).toEqual(['live', links, []]);
    clock.advance(120 * MINUTE_MS);
    expect([room.phase, last()?.links, forgotten]).toEqual(['live', links, []]);
    changes('none');
    expect(room.phase).toBe('ended');
    clock.advance(60 * MINUTE_MS);
    expect(forgotten).toEqual(['abandoned']);
  });

  test('is kept for an hour without the app, since an encoder may come', () => {
    room.lost(member());
    clock.advance(50 * MINUTE_MS);
    expect(forgotten).toEqual([]);
    changes('live');
    expect(room.phase).toBe('live');
  });

  test('is ended by the admin with the stream', () => {
    const watcher = watch();
    changes('live');
    expect(room.endRun('admin')).toBe(true);
    clock.advance(200);
    expect(watcher.last('room:changed')).toMatchObject({ phase: 'ended', endedByService: true });
    expect([from(), carried.at(-1)]).toEqual([[null], `revoked ${roomId}`]);
  });

  test('removes watchers, and gives pages older than the relay no link', () => {
    const [removed, old] = [watch(), watch({ isOldPage: true })];
    changes('live');
    expect([from(), old.last('link:opened')]).toEqual([['relay', null], undefined]);
    room.remove(removed.watcherId);
    expect(last()?.links).toEqual([]);
  });

  test('asks for no link at a relay that is not there yet', () => {
    changes('live');
    last()?.calls.reached(false);
    watch();
    expect(from()).toEqual([null]);
    last()?.calls.reached(true);
    expect(from()).toEqual(['relay']);
    const [link] = last()?.links ?? [];
    if (link === undefined) throw new Error('no link');
    last()?.calls.replace(link);
    expect(last()?.links).not.toContain(link);
    expect(last()?.links).toHaveLength(1);
  });
});
