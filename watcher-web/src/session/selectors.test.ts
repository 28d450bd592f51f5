/** What follows from the state alone. */
import { RoomId, spoken } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { handshakeFor, linkExpectedToMove, mayReturnLate } from './selectors.ts';
import { linkIn, joinedIn, media, oldId, playing } from './step.fixture.ts';
import { initialState, type LinkInfo, type WatcherState } from './watcher-state.ts';

const roomId = RoomId.parse('a'.repeat(20));
const withLink = (stage: LinkInfo['stage'], more: Partial<LinkInfo> = {}): WatcherState =>
  joinedIn('live', { link: linkIn(oldId, stage, more) });

test('the first handshake has neither token nor link', () => {
  expect(handshakeFor(roomId, initialState)).toEqual({ role: 'watcher', protocol: spoken, roomId, waits: true });
});

test.each([
  ['a playing link', withLink('playing'), oldId],
  ['a stalled link', withLink('stalled'), oldId],
  ['an interrupted link', withLink('interrupted'), oldId],
  ['not a link without a picture', withLink('connected'), undefined],
  ['not a closed link', withLink('last-frame'), undefined],
  ['not a given-up link', withLink('playing', { standing: 'given-up' }), undefined],
])('the handshake holds %s', (_title, state, holds) => {
  const handshake = handshakeFor(roomId, state);
  expect(handshake).toMatchObject({ token: state.token });
  expect('holds' in handshake ? handshake.holds : undefined).toBe(holds);
});

test.each([
  ['a playing link', playing, oldId],
  ['a stalled link', withLink('stalled'), oldId],
  ['not an interrupted link', withLink('interrupted'), undefined],
  ['not a link without video', withLink('playing', { media: media({ video: false }) }), undefined],
  ['not a link for sound only', { ...playing, wish: 'sound' } as const, undefined],
  ['no link', joinedIn('live'), undefined],
])('frames are expected from %s', (_title, state, linkId) => {
  expect(linkExpectedToMove(state)).toBe(linkId);
});

test.each([
  ['a picture plays', playing, true],
  ['the room is not live', joinedIn('waiting'), true],
  ['the room is not open yet', initialState, true],
  ['the picture of a live room is missing', joinedIn('live'), false],
  ['its picture has stopped', withLink('interrupted'), false],
  ['its picture stands', withLink('stalled'), false],
])('whether a watcher may return late: %s', (_title, state, expected) => {
  expect(mayReturnLate(state)).toBe(expected);
});
