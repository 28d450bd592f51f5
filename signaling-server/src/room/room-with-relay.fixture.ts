/** A room with a relay, for tests: its presenter, its watchers, and what the relay says of it. */
import { RoomId, type LinkId, type NoticeName, type NoticePayload, type WatcherId } from '@lectern/protocol';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { FakeRelay } from './fake-relay.fixture.ts';
import { newWatcherId } from './ids.ts';
import { roomOptions } from './room-options.fixture.ts';
import { Room } from './room.ts';

export const EPOCH = 1_700_000_000_000;
const about = { title: '', presenter: '' };
const address = '192.0.2.1';

interface Publishes {
  readonly epoch?: number;
  readonly publishes?: boolean;
  readonly publishing?: LinkId;
}

export function setUp(use: 'auto' | 'always') {
  const clock = new FakeClock();
  const relays: FakeRelay[] = [];
  const open = (_roomId: RoomId, calls: FakeRelay['calls']): FakeRelay => {
    const relay = new FakeRelay(calls);
    relays.push(relay);
    return relay;
  };
  const id = RoomId.parse('abcdefghijkmnpqrstuv');
  const room = new Room(id, roomOptions({ clock, maxWatchers: 100, relay: { use, open } }), () => undefined);
  const relay = (): FakeRelay => {
    const last = relays.at(-1);
    if (last === undefined) throw new Error('the room has asked for no relay');
    return last;
  };

  function present({ epoch = EPOCH, publishes = true, publishing }: Publishes = {}) {
    const outlet = new FakeOutlet();
    const opening = {
      epoch,
      by: 'key',
      isEpochKnown: false,
      live: true,
      about,
      held: [],
      removed: [],
      publishes,
      ...(publishing === undefined ? {} : { publishing }),
    } as const;
    room.open({ ...opening, outlet });
    clock.advance(1);
    const member = { role: 'presenter', outlet } as const;
    const last = <N extends NoticeName>(name: N): NoticePayload<N> => {
      const found = outlet.events.findLast(([each]) => each === name);
      if (found === undefined) throw new Error(`no ${name}`);
      return found[1] as NoticePayload<N>;
    };
    return {
      outlet,
      member,
      last,
      count: (name: NoticeName) => outlet.events.filter(([each]) => each === name).length,
    };
  }

  function watch({ isOldPage = false, watcherId = newWatcherId() } = {}) {
    const outlet = new FakeOutlet();
    const joined = room.join({ watcherId, isReturning: false, outlet, address, isOldPage });
    clock.advance(1);
    return { outlet, watcherId, joined };
  }

  /** The presenter publishes, and the relay carries it. */
  function carry(presenter: ReturnType<typeof present>): LinkId {
    const { linkId } = presenter.last('link:publish-requested');
    relay().calls.carried(linkId);
    return linkId;
  }

  const seatOf = (watcherId: WatcherId) => [...room.seats].find((seat) => seat.watcherId === watcherId);
  const fromOf = (watcherId: WatcherId) => seatOf(watcherId)?.link?.from;

  return { clock, relays, room, relay, present, watch, carry, seatOf, fromOf };
}
