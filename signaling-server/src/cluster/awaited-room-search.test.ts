/** Rooms that watchers wait for are searched for after missed messages. */
import pino from 'pino';
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { WIRE_TICK_MS } from '../policy.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { AwaitedRoomSearch } from './awaited-room-search.ts';
import { AwaitedRooms } from './awaited-rooms.ts';

const room = (letter: string): RoomId => RoomId.parse(letter.repeat(20));
const [a, b] = [room('a'), room('b')];
const turn = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const clock = new FakeClock();
  const awaited = new AwaitedRooms(10);
  const opened = new Set<RoomId>();
  const unanswered = new Set<RoomId>();
  const asked: RoomId[] = [];
  const letIn: string[] = [];
  for (const [roomId, name] of [
    [a, 'one'],
    [a, 'two'],
    [b, 'three'],
  ] as const) {
    awaited.add(roomId, () => void letIn.push(name));
  }
  const isOpened = async (roomId: RoomId): Promise<boolean> => {
    asked.push(roomId);
    if (unanswered.has(roomId)) throw new Error('away');
    return opened.has(roomId);
  };
  const search = new AwaitedRoomSearch({ awaited, isOpened, clock, log: pino({ level: 'silent' }) });
  return { clock, opened, unanswered, asked, letIn, search };
}

test('watchers of rooms whose opening was missed are let in; each room is asked for once', async () => {
  const { clock, opened, asked, letIn, search } = setUp();
  opened.add(a);
  search.start();
  await turn();
  expect([asked, letIn]).toEqual([
    [a, b],
    ['one', 'two'],
  ]);
  clock.advance(10 * WIRE_TICK_MS);
  await turn();
  expect(asked).toEqual([a, b]);
});

test('a room is asked for again when there was no answer, and once more when a message was missed meanwhile', async () => {
  const { clock, opened, unanswered, letIn, search } = setUp();
  opened.add(b);
  unanswered.add(b);
  search.start();
  await turn();
  expect(letIn).toEqual([]);
  unanswered.clear();
  clock.advance(WIRE_TICK_MS);
  await turn();
  expect(letIn).toEqual(['three']);
  search.start();
  search.start();
  opened.add(a);
  await turn();
  clock.advance(WIRE_TICK_MS);
  await turn();
  expect(letIn).toEqual(['three', 'one', 'two']);
});

test('a closed one asks no more', async () => {
  const { clock, unanswered, asked, search } = setUp();
  unanswered.add(a);
  search.start();
  await turn();
  search.close();
  search.start();
  clock.advance(WIRE_TICK_MS);
  await turn();
  expect(asked).toEqual([a, b]);
});
