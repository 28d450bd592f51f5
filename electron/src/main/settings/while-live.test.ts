/** Changes of service and room are refused while live, and others are not. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { refuseMoveWhileLive } from './while-live.ts';

const roomId = RoomId.parse('a'.repeat(20));
const here = { serviceUrl: 'https://lectern.example', currentRoom: null };

test.each([
  [{ serviceUrl: null }, 'another service'],
  [{ serviceUrl: 'https://other.example' }, 'another service'],
  [{ currentRoom: roomId }, 'another room'],
])('%o is refused while live and allowed off air', (change, words) => {
  expect(() => refuseMoveWhileLive(true, here, change)).toThrow(`You are live. Stop first to`);
  expect(() => refuseMoveWhileLive(true, here, change)).toThrow(words);
  expect(() => refuseMoveWhileLive(false, here, change)).not.toThrow();
});

test.each([{}, { serviceUrl: 'https://lectern.example' }, { serviceUrl: undefined, currentRoom: null }])(
  '%o keeps service and room and is allowed while live',
  (change) => {
    expect(() => refuseMoveWhileLive(true, here, change)).not.toThrow();
  },
);
