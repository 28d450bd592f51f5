/** What the first picture is waiting for, and which obstacle is named after how long. */
import { Store } from '@lectern/state';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { away, linkIn, joinedIn, oldId, playing, refusal } from '../session/step.fixture.ts';
import { initialState, type WatcherState } from '../session/watcher-state.ts';
import { awaitedIn, OBSTACLE_AFTER_MS, type Awaited } from './obstacle.ts';
import { watchObstacle } from './obstacle-watch.ts';

const rows: readonly (readonly [Awaited, string, WatcherState])[] = [
  ['signaling', 'at first', initialState],
  ['signaling', 'between two attempts', away(initialState)],
  ['nothing', 'the service answered with a refusal', { ...initialState, signaling: refusal('room-unknown') }],
  ['nothing', 'not live yet', joinedIn('waiting')],
  ['path', 'live, no link yet', joinedIn('live')],
  ['path', 'live, a link without a path', joinedIn('live', { link: linkIn(oldId, 'opening') })],
  ['nothing', 'a path, so media is not blocked', joinedIn('live', { link: linkIn(oldId, 'connected') })],
  ['nothing', 'a picture', playing],
  ['nothing', 'a picture that was interrupted', joinedIn('live', { link: linkIn(oldId, 'interrupted') })],
  ['nothing', 'signaling lost after joining', away(joinedIn('live'))],
  ['signaling', 'signaling lost in a waiting room', away(joinedIn('waiting'))],
  ['signaling', 'signaling lost in the lobby', away({ ...joinedIn('waiting'), signaling: { name: 'lobby' } })],
  ['signaling', 'signaling lost while the room is full', away({ ...initialState, signaling: refusal('room-full') })],
];

test.each(rows)('waits for %s: %s', (awaited, _title, state) => {
  expect(awaitedIn(state)).toBe(awaited);
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a service that answers requests but no WebSocket, then nothing at all', async () => {
  let doesAnswer = true;
  const session = new Store(initialState);
  const obstacle = watchObstacle(session, () => Promise.resolve(doesAnswer));
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.signaling - 1);
  expect(obstacle.get()).toBe('none');
  session.set(away(initialState));
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get()).toBe('sockets-blocked');
  doesAnswer = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(obstacle.get()).toBe('service-silent');
  session.set(joinedIn('waiting'));
  expect(obstacle.get()).toBe('none');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(obstacle.get()).toBe('none');
});

test('media without a path, even if another link is opened meanwhile', async () => {
  const session = new Store(joinedIn('live'));
  const obstacle = watchObstacle(session, () => Promise.reject(new Error('not expected to be asked')));
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.path - 1);
  session.set(joinedIn('live', { link: linkIn(oldId, 'opening') }));
  expect(obstacle.get()).toBe('none');
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get()).toBe('media-blocked');
  session.set(playing);
  expect(obstacle.get()).toBe('none');
});
