/** Names and secrets at a Janus: the same after a restart, and unknown to others. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { linkOf, mountpointId, opaqueIdOf, RelayNames, roomOf } from './names.ts';

const [roomId, other] = ['a', 'b'].map((letter) => RoomId.parse(letter.repeat(20))) as [RoomId, RoomId];
const names = new RelayNames(Buffer.from('one secret'));

test('the next service has the same names and secrets, and one with another secret has none of them', () => {
  expect(new RelayNames(Buffer.from('one secret')).of(roomId)).toEqual(names.of(roomId));
  const strange = new RelayNames(Buffer.from('another secret')).of(roomId);
  const own = names.of(roomId);
  for (const key of ['room', 'secret', 'srtpKey', 'sessionId'] as const) expect(strange[key]).not.toBe(own[key]);
});

test('no room’s id is in its name, and two rooms have nothing in common', () => {
  const [first, second] = [names.of(roomId), names.of(other)];
  expect(JSON.stringify(first)).not.toContain(roomId);
  const values = [...Object.values(first), ...Object.values(second)];
  expect(new Set(values).size).toBe(values.length);
});

test('an SRTP key has the 30 bytes of its suite, and a session’s id is exact in JSON', () => {
  const { srtpKey, sessionId } = names.of(roomId);
  expect(Buffer.from(srtpKey, 'base64')).toHaveLength(30);
  expect(Number.isSafeInteger(sessionId)).toBe(true);
  expect(sessionId).toBeGreaterThan(0);
});

test('the secret of a room is known from its name alone', () => {
  const { room, secret } = names.of(roomId);
  expect(names.secretOf(room)).toBe(secret);
});

test('a room is known by the ids of its parts, and nothing else is', () => {
  const { room } = names.of(roomId);
  expect(roomOf(room)).toBe(room);
  expect(roomOf(mountpointId(room))).toBe(room);
  for (const id of ['1234', 'lectern', 'lectern.', 'lectern-trial']) expect(roomOf(id)).toBeUndefined();
});

test('a handle is known by its room and link', () => {
  const { room } = names.of(roomId);
  expect(linkOf(opaqueIdOf(room, 'some-link'), room)).toBe('some-link');
  expect(linkOf(opaqueIdOf(room, 'some-link'), names.of(other).room)).toBeUndefined();
  expect(linkOf('', room)).toBeUndefined();
});
