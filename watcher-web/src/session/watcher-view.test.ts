/** Each combination of the two lifecycles shows exactly one page. */
import { expect, test } from 'vitest';
import { LinkId, type ErrorCode, type MediaState, type RoomPhase } from '@lectern/protocol';
import { initialState, type LinkInfo, type WatcherState } from './watcher-state.ts';
import { viewOf, type WatcherView } from './watcher-view.ts';

const link = (stage: LinkInfo['stage'], media: MediaState | null = null): LinkInfo => ({
  linkId: LinkId.parse('a'.repeat(22)),
  epoch: 1,
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
  ['connecting', 'at first', initialState],
  ['connecting', 'while the service is away at first', { ...initialState, ...lost }],
  ['connecting', 'live room, no link yet', inRoom('live')],
  ['connecting', 'link on its way', inRoom('live', { link: link('opening') })],
  ['connecting', 'path, no picture yet', inRoom('live', { link: link('connected') })],
  ['connecting', 'refused for a passing reason', { ...initialState, ...refused('internal') }],
  ['waiting', 'presenter not live yet', inRoom('waiting')],
  ['waiting', 'presenter away', inRoom('away')],
  ['live', 'picture', inRoom('live', { link: link('playing') })],
  ['live', 'picture without signaling', inRoom('live', { link: link('playing'), ...lost })],
  ['live', 'picture, service restarted', inRoom('live', { link: link('playing'), ...refused('room-unknown') })],
  ['live', 'picture, presenter without signaling', inRoom('away', { link: link('playing') })],
  ['paused', 'the presenter said so', inRoom('live', { link: link('playing', paused) })],
  ['reconnecting', 'the picture stands still', inRoom('live', { link: link('interrupted') })],
  ['reconnecting', 'waiting, and signaling gone', inRoom('waiting', lost)],
  ['reconnecting', 'a path, and no frames', inRoom('live', { link: link('stalled') })],
  ['reconnecting', 'the last picture, another link on its way', inRoom('live', { link: link('last-frame') })],
  ['reconnecting', 'the last picture, and signaling gone', inRoom('away', { link: link('last-frame'), ...lost })],
  [
    'reconnecting',
    'the last picture, refused for a passing reason',
    inRoom('live', { link: link('last-frame'), ...refused('internal') }),
  ],
  ['waiting', 'the last picture, presenter away', inRoom('away', { link: link('last-frame') })],
  [
    'waiting',
    'the last picture, service and presenter gone',
    inRoom('away', { link: link('last-frame'), ...refused('room-unknown') }),
  ],
  ['room-full', 'the last picture, and no seat', inRoom('away', { link: link('last-frame'), ...refused('room-full') })],
  ['waiting', 'the picture stands keep, presenter away', inRoom('away', { link: link('interrupted') })],
  ['reconnecting', 'the picture stands keep, everything gone', inRoom('away', { link: link('interrupted'), ...lost })],
  ['waiting', 'presenter gone before its offer', inRoom('away', { link: link('opening') })],
  ['ended', 'stopped', inRoom('ended')],
  ['ended', 'stopped, signaling gone since', inRoom('ended', lost)],
  ['ended', 'stopped, and forgotten by the service', inRoom('ended', refused('room-unknown'))],
  ['room-unknown', 'no such room', { ...initialState, ...refused('room-unknown') }],
  ['room-full', 'no seat', { ...initialState, ...refused('room-full') }],
  ['too-many', 'too many at once', { ...initialState, ...refused('too-many') }],
  ['removed', 'by the presenter', { ...initialState, signaling: { name: 'removed' } }],
  ['too-old', 'page older than the service', { ...initialState, ...refused('client-too-old') }],
  ['too-old', 'service older than the page', { ...initialState, ...refused('service-too-old') }],
];

test.each(rows)('%s: %s', (view, _when, state) => {
  expect(viewOf(state)).toBe(view);
});
