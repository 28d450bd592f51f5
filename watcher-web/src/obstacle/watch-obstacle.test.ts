import { Store } from '@lectern/state';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { away, fact, joinedIn, oldId, playing, refusal } from '../session/step.fixture.ts';
import { initialState, type WatcherState } from '../session/watcher-state.ts';
import { awaitedIn, PATIENCE_MS, type Awaited } from './obstacle.ts';
import { watchObstacle } from './watch-obstacle.ts';

const rows: readonly (readonly [Awaited, string, WatcherState])[] = [
  ['signaling', 'at first', initialState],
  ['signaling', 'between two tries', away(initialState)],
  ['nothing', 'the service has refused, so it is there', { ...initialState, signaling: refusal('room-unknown') }],
  ['nothing', 'nobody is live', joinedIn('waiting')],
  ['path', 'live, no link yet', joinedIn('live')],
  ['path', 'live, a link without a path', joinedIn('live', { link: fact(oldId, 'opening') })],
  ['nothing', 'a path, so nothing is in its way', joinedIn('live', { link: fact(oldId, 'connected') })],
  ['nothing', 'a picture', playing],
  ['nothing', 'a picture that stands still', joinedIn('live', { link: fact(oldId, 'interrupted') })],
  ['nothing', 'a service that has gone since', away(joinedIn('live'))],
];

test.each(rows)('waits for %s: %s', (awaited, _title, state) => {
  expect(awaitedIn(state)).toBe(awaited);
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a service that answers, but not live, and then does not answer at all', async () => {
  let isThere = true;
  const session = new Store(initialState);
  const obstacle = watchObstacle(session, () => Promise.resolve(isThere));
  await vi.advanceTimersByTimeAsync(PATIENCE_MS.signaling - 1);
  expect(obstacle.get()).toBe('none');
  session.set(away(initialState));
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get()).toBe('sockets-blocked');
  isThere = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(obstacle.get()).toBe('service-silent');
  session.set(joinedIn('waiting'));
  expect(obstacle.get()).toBe('none');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(obstacle.get()).toBe('none');
});

test('media without a path, also over links that replace each other', async () => {
  const session = new Store(joinedIn('live'));
  const obstacle = watchObstacle(session, () => Promise.reject(new Error('nobody asks')));
  await vi.advanceTimersByTimeAsync(PATIENCE_MS.path - 1);
  session.set(joinedIn('live', { link: fact(oldId, 'opening') }));
  expect(obstacle.get()).toBe('none');
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get()).toBe('media-blocked');
  session.set(playing);
  expect(obstacle.get()).toBe('none');
});
