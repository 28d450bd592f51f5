/** The words on the page for each state of the session. */
import { LinkId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { noObstacle, type Obstacle } from '../health/obstacle.ts';
import { initialState, type WatcherState } from '../session/watcher-state.ts';
import { viewOf } from '../session/watcher-view.ts';
import { pageWords, tabTitle } from './page-words.ts';

const about = { title: '', presenter: '', withdrawn: true } as const;
const joined: WatcherState = { ...initialState, signaling: { name: 'joined' }, room: { phase: 'waiting', about } };
const shown = (state: WatcherState): readonly [sentence: string, title: string] => {
  const view = viewOf(state);
  const words = pageWords(view, state, noObstacle);
  return [words.sentence, tabTitle(view, state, words)];
};

test.each<readonly [string, WatcherState]>([
  ['opened', joined],
  ['whose broadcast ended before', { ...joined, room: { phase: 'ended', about } }],
  ['whose presenter is away', { ...joined, room: { phase: 'away', about } }],
  [
    'that the service has forgotten since',
    { ...joined, signaling: { name: 'refused', code: 'room-unknown', attempts: 1 } },
  ],
])('a withdrawn room %s says that its link is no longer used', (_when, state) => {
  expect(shown(state)).toEqual(['This link is no longer used.', 'This link is no longer used. – Lectern']);
});

test('a broadcast that the service has ended says so', () => {
  const room = { phase: 'ended', about: { title: 'Tides', presenter: 'Ada' }, endedByService: true } as const;
  expect(shown({ ...joined, room })).toEqual([
    'The people who run this service have ended the broadcast.',
    'Ended: Tides',
  ]);
});

test('a room that is used again shows what any other does', () => {
  const room = { phase: 'waiting', about: { title: 'Tides', presenter: 'Ada' } } as const;
  expect(shown({ ...joined, room })).toEqual(['The presenter is getting ready.', 'Waiting: Tides']);
});

test('a page that waits says that the connection is lost only when it stays away', () => {
  const room = { phase: 'waiting', about: { title: 'Tides', presenter: 'Ada' } } as const;
  const lost: WatcherState = { ...joined, room, signaling: { name: 'lost', before: { name: 'joined' } } };
  const sentenceWith = (obstacle: Obstacle): string => pageWords(viewOf(lost), lost, obstacle).sentence;
  expect(sentenceWith(noObstacle)).toBe('The presenter is getting ready.');
  expect(sentenceWith({ name: 'service-silent' })).toBe('Connection lost. Reconnecting…');
});

test('without a path the page names what is blocked, and a code for those who run the service', () => {
  const room = { phase: 'live', about: { title: 'Tides', presenter: 'Ada' } } as const;
  const state: WatcherState = { ...joined, room };
  const tried = { code: 'N6', blocked: ['udp', 'turn-tcp', 'turn-tls'] } as const;
  const words = pageWords(viewOf(state), state, { name: 'no-path', tried });
  expect(words.sentence).toBe('The picture can’t get through this network.');
  expect(words.hint).toMatch(/^Blocked here: UDP, TURN over TCP, TURN over TLS\. This page keeps trying/);
  expect(words.code).toBe('Code N6');
  const untried = pageWords(viewOf(state), state, { name: 'no-path', tried: null });
  expect(untried.code).toBeUndefined();
});

test('after a picture, a network that wants a sign-in is named; a silent service is not', () => {
  const link = { linkId: LinkId.parse('l'.repeat(22)), stage: 'interrupted', standing: 'held', media: null } as const;
  const room = { phase: 'live', about: { title: 'Tides', presenter: 'Ada' } } as const;
  const state: WatcherState = { ...joined, room, link, signaling: { name: 'lost', before: { name: 'joined' } } };
  const sentenceWith = (obstacle: Obstacle): string => pageWords(viewOf(state), state, obstacle).sentence;
  expect(sentenceWith({ name: 'captive-portal' })).toBe('This network wants you to sign in.');
  expect(sentenceWith({ name: 'service-silent' })).toBe('The picture has frozen. Reconnecting…');
});
