/** States of signaling, room and link, and the page that each shows. */
import { expect, test } from 'vitest';
import { LinkId, type ErrorCode, type MediaState, type RoomPhase } from '@lectern/protocol';
import { beforeLoss } from './selectors.ts';
import { initialState, type LinkInfo, type WatcherState } from './watcher-state.ts';
import { viewOf, type WatcherView } from './watcher-view.ts';

const link = (stage: LinkInfo['stage'], media: MediaState | null = null): LinkInfo => ({
  linkId: LinkId.parse('a'.repeat(22)),
  stage,
  standing: 'held',
  media,
});
const inRoom = (phase: RoomPhase, more: Partial<WatcherState> = {}): WatcherState => ({
  ...initialState,
  signaling: { name: 'joined' },
  room: { phase, about: { title: '', presenter: '' } },
  ...more,
});
const refused = (code: ErrorCode): Pick<WatcherState, 'signaling'> => ({
  signaling: { name: 'refused', code, attempts: 1 },
});
const lostAfter = (before: WatcherState): WatcherState => ({
  ...before,
  signaling: { name: 'lost', before: beforeLoss(before.signaling) },
});
const paused = { paused: true, video: true, audio: true };

const rows: readonly (readonly [WatcherView, string, WatcherState])[] = [
  ['connecting', 'initially', initialState],
  ['connecting', 'the service has not answered yet', lostAfter(initialState)],
  ['connecting', 'live room, no link yet', inRoom('live')],
  ['connecting', 'link opening', inRoom('live', { link: link('opening') })],
  ['connecting', 'a path, no picture yet', inRoom('live', { link: link('connected') })],
  ['connecting', 'refused for a temporary reason', { ...initialState, ...refused('internal') }],
  ['waiting', 'presenter not live yet', inRoom('waiting')],
  ['waiting', 'presenter away', inRoom('away')],
  ['live', 'picture', inRoom('live', { link: link('playing') })],
  ['live', 'picture without signaling', lostAfter(inRoom('live', { link: link('playing') }))],
  ['live', 'picture, service restarted', inRoom('live', { link: link('playing'), ...refused('room-unknown') })],
  ['live', 'picture, presenter without signaling', inRoom('away', { link: link('playing') })],
  ['paused', 'by the presenter', inRoom('live', { link: link('playing', paused) })],
  ['reconnecting', 'link interrupted', inRoom('live', { link: link('interrupted') })],
  ['reconnecting', 'a path, and no frames', inRoom('live', { link: link('stalled') })],
  ['reconnecting', 'last frame, another link coming', inRoom('live', { link: link('last-frame') })],
  ['reconnecting', 'last frame, signaling lost', lostAfter(inRoom('live', { link: link('last-frame') }))],
  ['reconnecting', 'live room, no link yet, signaling lost', lostAfter(inRoom('live'))],
  [
    'reconnecting',
    'last frame, refused for a temporary reason',
    inRoom('live', { link: link('last-frame'), ...refused('internal') }),
  ],
  ['waiting', 'last frame, presenter away', inRoom('away', { link: link('last-frame') })],
  ['waiting', 'last frame, room unknown', inRoom('away', { link: link('last-frame'), ...refused('room-unknown') })],
  ['room-full', 'last frame, room full', inRoom('away', { link: link('last-frame'), ...refused('room-full') })],
  ['room-full', 'link interrupted, room full', inRoom('live', { link: link('interrupted'), ...refused('room-full') })],
  ['reconnecting', 'link interrupted, service busy', inRoom('live', { link: link('interrupted'), ...refused('busy') })],
  ['waiting', 'link interrupted, presenter away', inRoom('away', { link: link('interrupted') })],
  ['reconnecting', 'link interrupted, signaling lost', lostAfter(inRoom('live', { link: link('interrupted') }))],
  ['waiting', 'waiting room, signaling lost', lostAfter(inRoom('waiting'))],
  ['waiting', 'presenter away, signaling lost', lostAfter(inRoom('away'))],
  ['waiting', 'last frame, presenter away, signaling lost', lostAfter(inRoom('away', { link: link('last-frame') }))],
  [
    'waiting',
    'link interrupted, presenter away, signaling lost',
    lostAfter(inRoom('away', { link: link('interrupted') })),
  ],
  ['lobby', 'in the lobby', { ...initialState, signaling: { name: 'lobby' } }],
  ['lobby', 'in the lobby, signaling lost', lostAfter({ ...initialState, signaling: { name: 'lobby' } })],
  ['room-unknown', 'waits for the room, signaling lost', lostAfter({ ...initialState, ...refused('room-unknown') })],
  ['room-full', 'room full, signaling lost', lostAfter({ ...initialState, ...refused('room-full') })],
  ['too-many', 'too many, signaling lost', lostAfter({ ...initialState, ...refused('too-many') })],
  ['waiting', 'presenter away before its offer', inRoom('away', { link: link('opening') })],
  ['ended', 'stopped', inRoom('ended')],
  ['ended', 'stopped, signaling lost since', lostAfter(inRoom('ended'))],
  ['ended', 'stopped, forgotten by the service', inRoom('ended', refused('room-unknown'))],
  ['room-unknown', 'no such room', { ...initialState, ...refused('room-unknown') }],
  ['room-full', 'room full', { ...initialState, ...refused('room-full') }],
  ['too-many', 'busy service', { ...initialState, ...refused('busy') }],
  ['too-many', 'too many joining at once', { ...initialState, ...refused('too-many') }],
  ['removed', 'by the presenter', { ...initialState, signaling: { name: 'removed' } }],
  ['too-old', 'page older than the service', { ...initialState, ...refused('client-too-old') }],
  [
    'set-up-wrongly',
    'a service that does not know the page’s address',
    { ...initialState, ...refused('wrong-service') },
  ],
  ['too-old', 'service older than the page', { ...initialState, ...refused('service-too-old') }],
];

test.each(rows)('%s: %s', (view, _when, state) => {
  expect(viewOf(state)).toBe(view);
});
