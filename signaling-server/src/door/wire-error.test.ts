/** Errors as clients of each version read them. */
import { SignalingError } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { asWireError, readableIn } from './wire-error.ts';

test('a client of version 2 tries again where a room moves, by a code that it knows', () => {
  const moving = asWireError(new SignalingError('room-moving', 'the room is moving'));
  expect(readableIn(2, moving)).toEqual({ code: 'internal', message: 'the room is moving' });
  expect(readableIn(3, moving)).toEqual(moving);
  const full = asWireError(new SignalingError('room-full'));
  expect(readableIn(2, full)).toEqual(full);
});

test('the text of a bug stays in the service', () => {
  expect(asWireError(new Error('with a secret'))).toEqual({ code: 'internal', message: '' });
});
