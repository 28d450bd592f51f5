/** The session's log lines: one per transition, and never a secret. */
import { expect, test } from 'vitest';
import { linesFor } from './session-log.ts';
import { joinedEvent, joinedIn, oldId, opening, playing } from './step.fixture.ts';
import { initialState, type WatcherEvent, type WatcherState } from './watcher-state.ts';
import { step } from './watcher-step.ts';

const logged = (state: WatcherState, event: WatcherEvent) => linesFor(state, event, step(state, event));

test('an event, its effects and the transitions it caused', () => {
  expect(logged(initialState, joinedEvent('live', { link: opening(oldId) }))).toEqual({
    debug: ['room-joined live: show-link, open-link, expect-picture'],
    info: ['signaling: connecting → joined', 'room: live', 'on screen: no link → link aaaaaa opening'],
  });
});

test('an event without a consequence is not logged', () => {
  expect(logged(playing, { type: 'picture-moving', linkId: oldId })).toEqual({ debug: [], info: [] });
});

test('a renewed token is not in its line', () => {
  const { debug } = logged(joinedIn('live'), { type: 'token-renewed', token: 'secret-token-1234' });
  expect(debug).toEqual(['token-renewed: no effects']);
});
