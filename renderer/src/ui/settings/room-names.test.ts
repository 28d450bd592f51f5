/** Names that tell rooms of one title apart. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { roomNames } from './room-names.ts';

const room = (letter: string, title: string) => ({ roomId: RoomId.parse(letter.repeat(20)), title });

test('rooms of one title are told apart by their ids, and a room without one has its id', () => {
  const rooms = [room('a', 'Tides'), room('b', 'Tides'), room('c', 'Waves'), room('d', '')];
  const nameOf = roomNames(rooms, (id) => `Room ${id}`);
  expect(rooms.map(nameOf)).toEqual(['Tides (aaaaa…)', 'Tides (bbbbb…)', 'Waves', 'Room ddddd']);
});
