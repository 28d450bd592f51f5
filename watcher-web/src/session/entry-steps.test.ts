/** The steps about passcode and lobby as tables. */
import { describe, expect, test } from 'vitest';
import { PasscodeProof, RoomId } from '@lectern/protocol';
import { handshakeFor } from './selectors.ts';
import {
  about,
  close,
  joinedEvent,
  joinedIn,
  linkIn,
  oldId,
  open,
  opening,
  playing,
  refusal,
  show,
  type Row,
} from './step.fixture.ts';
import { initialState, type WatcherState } from './watcher-state.ts';
import { viewOf } from './watcher-view.ts';
import { step } from './watcher-step.ts';

const passcode = PasscodeProof.parse('p'.repeat(43));
const token = 't'.repeat(16);
const roomId = RoomId.parse('a'.repeat(20));
const forget = { type: 'keep-passcode', passcode: null } as const;
const keep = { type: 'keep-passcode', passcode } as const;
const asked: WatcherState = { ...initialState, signaling: refusal('passcode-required') };
const entered: WatcherState = { ...asked, passcode };
const inLobby: WatcherState = {
  ...initialState,
  signaling: { name: 'lobby' },
  token,
  room: { phase: 'waiting', about },
};

const rows: Row[] = [
  [
    'a room that asks for a passcode is not tried again by itself',
    initialState,
    { type: 'signaling-refused', code: 'passcode-required' },
    [asked, forget],
  ],
  ['an entered passcode is sent', asked, { type: 'passcode-entered', passcode }, [entered, { type: 'connect' }]],
  [
    'a wrong one is forgotten, and counted',
    entered,
    { type: 'signaling-refused', code: 'passcode-wrong' },
    [{ ...asked, signaling: refusal('passcode-wrong', 2) }, forget],
  ],
  [
    'after too many the page knows how long to wait',
    entered,
    { type: 'signaling-refused', code: 'passcode-paused', waitMs: 40_000 },
    [{ ...asked, signaling: { name: 'refused', code: 'passcode-paused', attempts: 2, waitMs: 40_000 } }, forget],
  ],
  [
    'the right one is kept for a reload and for the end of the token',
    entered,
    joinedEvent('live', { link: opening(oldId) }),
    [joinedIn('live', { link: linkIn(oldId, 'opening'), passcode }), keep, show(oldId), ...open(oldId)],
  ],
  [
    'a token of an earlier passcode is dropped, and the picture with it',
    playing,
    { type: 'signaling-refused', code: 'passcode-required' },
    [{ ...asked, room: playing.room }, forget, close(oldId)],
  ],
  ['waking up sends nothing while a passcode is asked for', asked, { type: 'woken', reconnect: true }, [asked]],
  [
    'it waits in the lobby, and knows the room',
    entered,
    { type: 'lobby-entered', token, about },
    [{ ...inLobby, passcode }, keep],
  ],
  ['waking up keeps the place in the lobby', inLobby, { type: 'woken', reconnect: false }, [inLobby]],
  [
    'it joins from the lobby on the same connection',
    inLobby,
    joinedEvent('live', { link: opening(oldId) }),
    [joinedIn('live', { link: linkIn(oldId, 'opening') }), show(oldId), ...open(oldId)],
  ],
];

test.each(rows)('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});

describe('the handshake', () => {
  const says = (state: WatcherState) => handshakeFor(roomId, state);
  test('has the passcode until there is a token', () => {
    expect(says(entered)).toMatchObject({ passcode });
    expect(says({ ...entered, token })).not.toHaveProperty('passcode');
    const [reloaded] = step(initialState, { type: 'started', wasRemoved: false, passcode });
    expect(says(reloaded)).toMatchObject({ passcode });
  });
});

test.each([
  [asked, 'passcode'],
  [{ ...asked, room: { phase: 'ended', about } } as const, 'passcode'],
  [inLobby, 'lobby'],
])('view %#', (state, view) => {
  expect(viewOf(state)).toBe(view);
});
