/** Every transition of the presenter's session, as a table. */
import { expect, test } from 'vitest';
import {
  initialPresenterState as initial,
  needsNewRun,
  step,
  type PresenterEffect,
  type PresenterEvent,
  type PresenterState,
} from './presenter-state.ts';

const open: PresenterState = {
  signaling: { name: 'open' },
  service: 'stays',
  air: 'off',
  epoch: 5,
  lastEpoch: 5,
  watchUrl: 'https://lectern.example/r/x',
  inRoom: 2,
};
const live: PresenterState = { ...open, air: 'live' };
const lostLive: PresenterState = { ...live, signaling: { name: 'lost' } };
const openingAs = (requested: 'off' | 'live' | 'over') => ({ name: 'opening', challenge: 'c', requested }) as const;
const replaced: PresenterState = { ...open, signaling: { name: 'replaced' }, inRoom: 0 };

const endedRun: PresenterState = { ...open, signaling: { name: 'ended', reason: 'admin' }, inRoom: 0 };

const challenged = { type: 'challenged', challenge: 'c', now: 9 } as const;
const opened = { type: 'opened', watchUrl: 'https://lectern.example/r/x', inRoom: 2 } as const;
const startBroadcast = { type: 'start-broadcast' } as const;
const prepareLinks = { type: 'prepare-links' } as const;
const mendLinks = { type: 'mend-links' } as const;
const start = { type: 'announce', request: 'room:start' } as const;
const stop = { type: 'announce', request: 'room:stop' } as const;

test('a new key needs a new run only where the old one was revoked', () => {
  expect(needsNewRun({ ...open, signaling: { name: 'ended', reason: 'revoked' } })).toBe(true);
  expect(needsNewRun({ ...open, signaling: { name: 'refused', code: 'key-refused' } })).toBe(true);
  const others: readonly PresenterState[] = [
    endedRun,
    lostLive,
    { ...live, signaling: { name: 'refused', code: 'sign-in-expired' } },
    { ...open, signaling: { name: 'refused', code: 'key-required' } },
  ];
  for (const state of others) expect(needsNewRun(state)).toBe(false);
});

const rows: readonly [string, PresenterState, PresenterEvent, PresenterState, ...PresenterEffect[]][] = [
  [
    'a new run takes its epoch from the service',
    initial,
    challenged,
    { ...initial, epoch: 9, lastEpoch: 9, signaling: openingAs('off') },
    { type: 'open-room', challenge: 'c', epoch: 9, live: false },
  ],
  [
    'a new run exceeds the last one, though the service’s clock was set back',
    { ...initial, lastEpoch: 3_600_000 },
    challenged,
    { ...initial, epoch: 3_600_001, lastEpoch: 3_600_001, signaling: openingAs('off') },
    { type: 'open-room', challenge: 'c', epoch: 3_600_001, live: false },
  ],
  [
    'an epoch too far ahead of a service that has forgotten the room is given up at once',
    { ...initial, epoch: 3_600_001, lastEpoch: 3_600_001, signaling: openingAs('off') },
    { type: 'refused', code: 'epoch-too-far', retryable: true },
    initial,
    { type: 'reconnect' },
  ],
  [
    'an epoch from the service’s own clock that is too far is tried again later',
    initial,
    { type: 'refused', code: 'epoch-too-far', retryable: true },
    { ...initial, signaling: { name: 'refused', code: 'epoch-too-far' } },
    { type: 'reopen-later' },
  ],
  [
    'a run that comes back keeps its epoch and its place on air',
    lostLive,
    challenged,
    { ...live, signaling: openingAs('live') },
    { type: 'open-room', challenge: 'c', epoch: 5, live: true },
  ],
  [
    'a service with a new address gives a new link, also on air',
    live,
    { type: 'moved', watchUrl: 'http://192.168.7.9:8420/r/x' },
    { ...live, watchUrl: 'http://192.168.7.9:8420/r/x' },
  ],
  [
    'a run that the service ends is off air for good',
    live,
    { type: 'run-ended', reason: 'revoked' },
    { ...open, signaling: { name: 'ended', reason: 'revoked' }, inRoom: 0 },
    { type: 'end-broadcast' },
    { type: 'disconnect' },
  ],
  [
    'one that missed the notice learns it when it comes back',
    { ...live, signaling: openingAs('live') },
    { type: 'refused', code: 'run-ended', retryable: false },
    { ...open, signaling: { name: 'ended', reason: 'admin' }, inRoom: 0 },
    { type: 'end-broadcast' },
    { type: 'disconnect' },
  ],
  ['an ended run does not go live', endedRun, { type: 'go-live' }, endedRun],
  ['its connection may close as well', endedRun, { type: 'disconnected' }, endedRun],
  [
    'the next run takes the room back',
    endedRun,
    { type: 'take-back' },
    { ...endedRun, epoch: null, signaling: { name: 'connecting' } },
    { type: 'reconnect' },
  ],
  [
    'a key that was taken back while the service was away ends the broadcast',
    lostLive,
    { type: 'refused', code: 'key-refused', retryable: false },
    { ...open, signaling: { name: 'refused', code: 'key-refused' }, inRoom: 0 },
    { type: 'end-broadcast' },
  ],
  [
    'so does a person who was revoked there',
    lostLive,
    { type: 'refused', code: 'sign-in-refused', retryable: false },
    { ...open, signaling: { name: 'refused', code: 'sign-in-refused' }, inRoom: 0 },
    { type: 'end-broadcast' },
  ],
  [
    'a sign-in that has ended does not: the presenter may sign in again',
    lostLive,
    { type: 'refused', code: 'sign-in-expired', retryable: false },
    { ...live, signaling: { name: 'refused', code: 'sign-in-expired' } },
  ],
  [
    'any other refusal leaves the links to the watchers alone',
    lostLive,
    { type: 'refused', code: 'too-many', retryable: true },
    { ...live, signaling: { name: 'refused', code: 'too-many' } },
    { type: 'reopen-later' },
  ],
  [
    'a busy service says when the room can be opened',
    lostLive,
    { type: 'refused', code: 'busy', retryable: true, waitMs: 700 },
    { ...live, signaling: { name: 'refused', code: 'busy' } },
    { type: 'reopen-later', afterMs: 700 },
  ],
  ['opening off air prepares nothing', { ...open, signaling: openingAs('off') }, opened, open],
  [
    'opening on air mends and prepares links',
    { ...live, signaling: openingAs('live') },
    opened,
    live,
    mendLinks,
    prepareLinks,
  ],
  [
    'going live while the room is opened off air is announced afterwards',
    { ...live, signaling: openingAs('off') },
    opened,
    live,
    start,
    mendLinks,
    prepareLinks,
  ],
  [
    'stopping while the room is opened live is announced afterwards',
    { ...open, signaling: openingAs('over') },
    opened,
    open,
    stop,
  ],
  [
    'stopping and going live meanwhile are both announced, so that the service drops the old links',
    { ...live, signaling: openingAs('over') },
    opened,
    live,
    stop,
    start,
    mendLinks,
    prepareLinks,
  ],
  ['a room that another run has taken is not open', replaced, opened, replaced],
  [
    'going live while the room is being opened is remembered',
    { ...open, signaling: openingAs('off') },
    { type: 'go-live' },
    { ...live, signaling: openingAs('off') },
    startBroadcast,
  ],
  [
    'stopping while the room is opened live is remembered',
    { ...live, signaling: openingAs('live') },
    { type: 'stop' },
    { ...open, signaling: openingAs('over') },
    { type: 'end-broadcast' },
  ],
  ['going live is announced', open, { type: 'go-live' }, live, startBroadcast, start, prepareLinks],
  [
    'going live before the service answers is remembered',
    initial,
    { type: 'go-live' },
    { ...initial, air: 'live' },
    startBroadcast,
  ],
  ['going live twice is once', live, { type: 'go-live' }, live],
  ['going live is impossible in a room that another run has', replaced, { type: 'go-live' }, replaced],
  [
    'a service that never answered is lost',
    initial,
    { type: 'disconnected' },
    { ...initial, signaling: { name: 'lost' } },
    { type: 'close-prepared-links' },
  ],
  [
    'pausing sends the slate instead of the scene',
    live,
    { type: 'pause' },
    { ...live, air: 'paused' },
    { type: 'pause-scene' },
  ],
  ['pausing twice is once', { ...live, air: 'paused' }, { type: 'pause' }, { ...live, air: 'paused' }],
  ['resuming sends the scene again', { ...live, air: 'paused' }, { type: 'resume' }, live, { type: 'resume-scene' }],
  ['off air there is nothing to pause', open, { type: 'pause' }, open],
  ['stopping ends the links', live, { type: 'stop' }, open, { type: 'end-broadcast' }, stop],
  [
    'stopping works while the service is away',
    lostLive,
    { type: 'stop' },
    { ...lostLive, air: 'off' },
    { type: 'end-broadcast' },
  ],
  [
    'a newer run takes the room, and its watchers go on there',
    live,
    { type: 'replaced', epoch: undefined },
    replaced,
    { type: 'hand-over-broadcast' },
    { type: 'disconnect' },
  ],
  ['the closed connection that follows changes nothing', replaced, { type: 'disconnected' }, replaced],
  [
    'taking the room back is a new run',
    replaced,
    { type: 'take-back' },
    { ...replaced, epoch: null, signaling: { name: 'connecting' } },
    { type: 'reconnect' },
  ],
  [
    'a newer run may be far ahead of the service’s clock',
    open,
    { type: 'replaced', epoch: 3_600_000 },
    { ...replaced, lastEpoch: 3_600_000 },
    { type: 'hand-over-broadcast' },
    { type: 'disconnect' },
  ],
  [
    'the run that takes the room back exceeds it',
    { ...replaced, epoch: null, lastEpoch: 3_600_000, signaling: { name: 'connecting' } },
    challenged,
    { ...replaced, epoch: 3_600_001, lastEpoch: 3_600_001, signaling: openingAs('off') },
    { type: 'open-room', challenge: 'c', epoch: 3_600_001, live: false },
  ],
  [
    'a refusal that may pass is tried again',
    initial,
    { type: 'refused', code: 'room-full', retryable: true },
    { ...initial, signaling: { name: 'refused', code: 'room-full' } },
    { type: 'reopen-later' },
  ],
  [
    'a lasting refusal is not tried again',
    initial,
    { type: 'refused', code: 'client-too-old', retryable: false },
    { ...initial, signaling: { name: 'refused', code: 'client-too-old' } },
  ],
  [
    'the number of watchers in the room is the service’s',
    open,
    { type: 'watchers-changed', count: 7 },
    { ...open, inRoom: 7 },
  ],
];

test.each(rows)('%s', (_name, state, event, ...expected) => {
  expect(step(state, event)).toEqual(expected);
});
