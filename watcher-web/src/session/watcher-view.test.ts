/** States of signaling, room and link, and the page that each shows. */
import { expect, test } from 'vitest';
import { LinkId, type ErrorCode, type MediaState, type RoomPhase } from '@lectern/protocol';
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
const lost: Pick<WatcherState, 'signaling'> = { signaling: { name: 'lost' } };
const paused = { paused: true, video: true, audio: true };

const rows: readonly (readonly [WatcherView, string, WatcherState])[] = [
  ['connecting', 'initially', initialState],
  ['connecting', 'the service has not answered yet', { ...initialState, ...lost }],
  ['connecting', 'live room, no link yet', inRoom('live')],
  ['connecting', 'link opening', inRoom('live', { link: link('opening') })],
  ['connecting', 'a path, no picture yet', inRoom('live', { link: link('connected') })],
  ['connecting', 'refused for a temporary reason', { ...initialState, ...refused('internal') }],
  ['waiting', 'presenter not live yet', inRoom('waiting')],
  ['waiting', 'presenter away', inRoom('away')],
  ['live', 'picture', inRoom('live', { link: link('playing') })],
  ['live', 'picture without signaling', inRoom('live', { link: link('playing'), ...lost })],
  ['live', 'picture, service restarted', inRoom('live', { link: link('playing'), ...refused('room-unknown') })],
  ['live', 'picture, presenter without signaling', inRoom('away', { link: link('playing') })],
  ['paused', 'by the presenter', inRoom('live', { link: link('playing', paused) })],
  ['reconnecting', 'link interrupted', inRoom('live', { link: link('interrupted') })],
  ['reconnecting', 'waiting room, signaling lost', inRoom('waiting', lost)],
  ['reconnecting', 'a path, and no frames', inRoom('live', { link: link('stalled') })],
  ['reconnecting', 'last frame, another link coming', inRoom('live', { link: link('last-frame') })],
  ['reconnecting', 'last frame, signaling lost', inRoom('away', { link: link('last-frame'), ...lost })],
  [
    'reconnecting',
    'last frame, refused for a temporary reason',
    inRoom('live', { link: link('last-frame'), ...refused('internal') }),
  ],
  ['waiting', 'last frame, presenter away', inRoom('away', { link: link('last-frame') })],
  ['waiting', 'last frame, room unknown', inRoom('away', { link: link('last-frame'), ...refused('room-unknown') })],
  ['room-full', 'last frame, room full', inRoom('away', { link: link('last-frame'), ...refused('room-full') })],
  ['waiting', 'link interrupted, presenter away', inRoom('away', { link: link('interrupted') })],
  ['reconnecting', 'link interrupted, signaling lost', inRoom('away', { link: link('interrupted'), ...lost })],
  ['waiting', 'presenter away before its offer', inRoom('away', { link: link('opening') })],
  ['ended', 'stopped', inRoom('ended')],
  ['ended', 'stopped, signaling lost since', inRoom('ended', lost)],
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
