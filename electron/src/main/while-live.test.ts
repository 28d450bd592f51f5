import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { refuseMoveWhileLive } from './while-live.ts';

const roomId = RoomId.parse('a'.repeat(20));
const here = { serviceUrl: 'https://lectern.example', currentRoom: null };

test.each([
  [{ serviceUrl: null }, 'another service'],
  [{ serviceUrl: 'https://other.example' }, 'another service'],
  [{ currentRoom: roomId }, 'another room'],
])('while live %o is refused, off air it is not', (change, words) => {
  expect(() => refuseMoveWhileLive(true, here, change)).toThrow(`You are live. Stop first to`);
  expect(() => refuseMoveWhileLive(true, here, change)).toThrow(words);
  expect(() => refuseMoveWhileLive(false, here, change)).not.toThrow();
});

test.each([{}, { serviceUrl: 'https://lectern.example' }, { serviceUrl: undefined, currentRoom: null }])(
  'while live %o changes nothing of the place and is let through',
  (change) => {
    expect(() => refuseMoveWhileLive(true, here, change)).not.toThrow();
  },
);
