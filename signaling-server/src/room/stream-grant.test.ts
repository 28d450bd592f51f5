/** When a room's grant for other programs ends by itself. */
import { beforeEach, expect, test } from 'vitest';
import { RoomId, StreamGeneration } from '@lectern/protocol';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { roomOptions } from './room-options.fixture.ts';
import { roomRequests } from './room-requests.ts';
import { Room } from './room.ts';

const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
const generation = StreamGeneration.parse('g'.repeat(22));
const tokens = { publish: 'p'.repeat(43), play: 'q'.repeat(43) };

let clock: FakeClock;
let room: Room;
let outlet: FakeOutlet;
let carried: string[];
beforeEach(() => {
  clock = new FakeClock();
  carried = [];
  const streams = {
    grant: (id: RoomId, of: StreamGeneration) => {
      carried.push(`${id} ${of}`);
      return tokens;
    },
    revoke: (id: RoomId) => void carried.push(`revoked ${id}`),
  };
  room = new Room(roomId, roomOptions({ clock, maxWatchers: 3, streams }), () => undefined);
  outlet = new FakeOutlet();
  const about = { title: '', presenter: '' };
  const entering = { epoch: 1_700_000_000_000, by: 'key', isEpochKnown: false, about, held: [], removed: [] } as const;
  room.open({ ...entering, live: true, outlet });
  clock.advance(1);
});

const grant = () => roomRequests['stream:grant'](room, { role: 'presenter', outlet }, { generation });

test('a grant goes to what carries the streams, and comes back with its tokens', () => {
  expect(grant()).toEqual({ tokens });
  roomRequests['stream:revoke'](room, { role: 'presenter', outlet }, {});
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

test('a presenter that stops keeps it: another program may go on', () => {
  grant();
  room.stop();
  clock.advance(60_000);
  expect(carried).toEqual([`${roomId} ${generation}`]);
});
