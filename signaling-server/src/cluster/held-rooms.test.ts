/** How many rooms an address, a key and an identity may hold. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { HeldRooms, type Holder } from './held-rooms.ts';

const room = (letter: string): RoomId => RoomId.parse(letter.repeat(20));
const [a, b, c] = [room('a'), room('b'), room('c')];
const holder = (addressKey: string, name?: string, quota = {}): Holder => ({
  addressKey,
  identity: name === undefined ? null : { id: name, name, quota },
});

test('an identity has the rooms that it opened last, and its own quota', () => {
  const rooms = new HeldRooms({ perAddress: 9, perIdentity: 1 });
  rooms.hold(a, holder('10.0.0.1', 'physics'));
  rooms.hold(b, holder('10.0.0.1', 'physics'));
  expect(rooms.heldBy('physics')).toEqual([a, b]);
  rooms.hold(a, holder('10.0.0.1', 'chemistry'));
  rooms.hold(b, holder('10.0.0.1'));
  expect([rooms.heldBy('physics'), rooms.heldBy('chemistry')]).toEqual([[], [a]]);
  expect(() => rooms.check(c, holder('10.0.0.1', 'chemistry'))).toThrow('presenter key');
  rooms.check(c, holder('10.0.0.1', 'chemistry', { rooms: 2 }));
});

test('rooms are counted per address and per presenter key, each up to its limit', () => {
  const rooms = new HeldRooms({ perAddress: 2, perIdentity: 1 });
  const hold = (roomId: RoomId, by: Holder): void => {
    rooms.check(roomId, by);
    rooms.hold(roomId, by);
  };
  hold(a, holder('10.0.0.1', 'physics'));
  expect(() => hold(b, holder('10.0.0.2', 'physics'))).toThrow('presenter key');
  hold(b, holder('10.0.0.1', 'chemistry'));
  expect(() => hold(c, holder('10.0.0.1'))).toThrow('address');
  // Opening one's own room again takes up no more.
  hold(a, holder('10.0.0.1', 'physics'));
  // The presenter goes on from another network.
  hold(a, holder('10.0.0.2', 'physics'));
  hold(c, holder('10.0.0.1'));
  rooms.release(b);
  rooms.release(c);
  hold(b, holder('10.0.0.1', 'chemistry'));
  hold(c, holder('10.0.0.1'));
});

test('rooms at other instances count, but not against somebody who returns to a room', () => {
  const there = new Map([['address 10.0.0.1', 2]]);
  const rooms = new HeldRooms({ perAddress: 2, perIdentity: 1, roomsElsewhere: (of) => there.get(of) ?? 0 });
  expect(() => rooms.check(a, holder('10.0.0.1'))).toThrow('address');
  rooms.check(a, holder('10.0.0.1'), true);
  rooms.check(a, holder('10.0.0.2'));
  there.set('address 10.0.0.1', 1);
  rooms.check(a, holder('10.0.0.1'));
  rooms.hold(a, holder('10.0.0.1'));
  expect(() => rooms.check(b, holder('10.0.0.1'))).toThrow('address');
  // Its own room again.
  rooms.check(a, holder('10.0.0.1'));
});
