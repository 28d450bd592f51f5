/** What the picture is waiting for, and which obstacle is named after how long. */
import { Store } from '@lectern/state';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { away, linkIn, joinedIn, oldId, playing, refusal } from '../session/step.fixture.ts';
import { initialState, type WatcherState } from '../session/watcher-state.ts';
import { awaitedIn, OBSTACLE_AFTER_MS, type Answer, type Awaited, type TriedWays } from './obstacle.ts';
import { watchObstacle, whoAnswersHere } from './obstacle-watch.ts';

const rows: readonly (readonly [Awaited, string, WatcherState])[] = [
  ['signaling', 'at first', initialState],
  ['signaling', 'between two attempts', away(initialState)],
  ['nothing', 'the service answered with a refusal', { ...initialState, signaling: refusal('room-unknown') }],
  ['nothing', 'not live yet', joinedIn('waiting')],
  ['path', 'live, no link yet', joinedIn('live')],
  ['path', 'live, a link without a path', joinedIn('live', { link: linkIn(oldId, 'opening') })],
  ['nothing', 'a path, so media is not blocked', joinedIn('live', { link: linkIn(oldId, 'connected') })],
  ['nothing', 'a picture', playing],
  ['nothing', 'a picture without signaling', away(playing)],
  ['path', 'a picture that was interrupted', joinedIn('live', { link: linkIn(oldId, 'interrupted') })],
  ['path', 'a last frame', joinedIn('live', { link: linkIn(oldId, 'last-frame') })],
  ['nothing', 'a last frame of a presenter who is away', joinedIn('away', { link: linkIn(oldId, 'last-frame') })],
  ['signaling', 'picture and signaling lost', away(joinedIn('live', { link: linkIn(oldId, 'interrupted') }))],
  ['signaling', 'signaling lost after joining', away(joinedIn('live'))],
  ['signaling', 'signaling lost in a waiting room', away(joinedIn('waiting'))],
  ['signaling', 'signaling lost in the lobby', away({ ...joinedIn('waiting'), signaling: { name: 'lobby' } })],
  ['signaling', 'signaling lost while the room is full', away({ ...initialState, signaling: refusal('room-full') })],
];

test.each(rows)('waits for %s: %s', (awaited, _title, state) => {
  expect(awaitedIn(state)).toBe(awaited);
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const never = (): never => {
  throw new Error('not expected');
};

test('a service that answers requests but no WebSocket, then nothing at all', async () => {
  let answer: Answer = 'service';
  const session = new Store(initialState);
  const obstacle = watchObstacle(session, { whoAnswers: () => Promise.resolve(answer), tryWays: never });
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.signaling - 1);
  expect(obstacle.get().name).toBe('none');
  session.set(away(initialState));
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get().name).toBe('sockets-blocked');
  answer = 'nothing';
  await vi.advanceTimersByTimeAsync(10_000);
  expect(obstacle.get().name).toBe('service-silent');
  session.set(joinedIn('waiting'));
  expect(obstacle.get().name).toBe('none');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(obstacle.get().name).toBe('none');
});

test('a network that wants a sign-in, and is opened', async () => {
  const session = new Store(away(joinedIn('live')));
  const obstacle = watchObstacle(session, { whoAnswers: () => Promise.resolve('something-else'), tryWays: never });
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.signaling);
  expect(obstacle.get().name).toBe('captive-portal');
  session.set(joinedIn('live'));
  expect(obstacle.get().name).toBe('none');
});

test('media without a path, even if another link is opened meanwhile', async () => {
  const tried: TriedWays = { code: 'N6', blocked: ['udp', 'turn-tcp'] };
  const session = new Store(joinedIn('live'));
  let answerWays: (found: TriedWays) => void = never;
  const obstacle = watchObstacle(session, {
    whoAnswers: never,
    tryWays: () => new Promise((resolve) => (answerWays = resolve)),
  });
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.path - 1);
  session.set(joinedIn('live', { link: linkIn(oldId, 'opening') }));
  expect(obstacle.get()).toEqual({ name: 'none' });
  await vi.advanceTimersByTimeAsync(1);
  expect(obstacle.get()).toEqual({ name: 'no-path', tried: null });
  answerWays(tried);
  await vi.advanceTimersByTimeAsync(0);
  expect(obstacle.get()).toEqual({ name: 'no-path', tried });
  session.set(playing);
  expect(obstacle.get()).toEqual({ name: 'none' });
});

test('what was tried is no longer said once a path is there', async () => {
  const session = new Store(joinedIn('live'));
  let answerWays: (found: TriedWays) => void = never;
  const obstacle = watchObstacle(session, {
    whoAnswers: never,
    tryWays: () => new Promise((resolve) => (answerWays = resolve)),
  });
  await vi.advanceTimersByTimeAsync(OBSTACLE_AFTER_MS.path);
  session.set(playing);
  answerWays({ code: 'N4', blocked: ['udp'] });
  await vi.advanceTimersByTimeAsync(0);
  expect(obstacle.get()).toEqual({ name: 'none' });
});

describe('the answer to an ordinary request', () => {
  afterEach(() => vi.unstubAllGlobals());
  const version = { service: 'lectern', version: '1.0.0', protocol: { newest: 3, oldest: 2 }, presenting: 'open' };
  test.each<readonly [Answer, string, () => Promise<Response>]>([
    ['service', 'its version', () => Promise.resolve(Response.json(version))],
    ['something-else', 'a page', () => Promise.resolve(new Response('<title>Guest network</title>'))],
    ['something-else', 'other JSON', () => Promise.resolve(Response.json({ portal: 'welcome' }))],
    ['something-else', 'a sign-in required', () => Promise.resolve(new Response('', { status: 511 }))],
    ['nothing', 'an error of a proxy', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }))],
    ['nothing', 'no answer', () => Promise.reject(new TypeError('failed to fetch'))],
  ])('%s: %s', async (expected, _title, fetched) => {
    vi.stubGlobal('fetch', fetched);
    expect(await whoAnswersHere()).toBe(expected);
  });

  test.each<readonly [number, Answer]>([
    [5, 'something-else'],
    [6, 'nothing'],
  ])('%i dead connections that the browser has kept, and then a page: %s', async (dead, expected) => {
    let asked = 0;
    vi.stubGlobal('fetch', () => {
      asked += 1;
      if (asked <= dead) return Promise.reject(new DOMException('too late', 'TimeoutError'));
      return Promise.resolve(new Response('<title>Guest network</title>'));
    });
    expect(await whoAnswersHere()).toBe(expected);
  });
});
