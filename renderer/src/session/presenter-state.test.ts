import { expect, test } from 'vitest';
import {
  initialPresenterState as initial,
  step,
  type PresenterEffect,
  type PresenterEvent,
  type PresenterState,
} from './presenter-state.ts';

const open: PresenterState = {
  signaling: { name: 'open' },
  air: 'off',
  epoch: 5,
  watchUrl: 'https://lectern.example/r/x',
  watchers: 2,
};
const live: PresenterState = { ...open, air: 'live' };
const lostLive: PresenterState = { ...live, signaling: { name: 'lost' } };
const openingAs = (told: 'off' | 'live' | 'over') => ({ name: 'opening', challenge: 'c', told }) as const;
const replaced: PresenterState = { ...open, signaling: { name: 'replaced' }, watchers: 0 };

const challenged = { name: 'challenged', challenge: 'c', now: 9 } as const;
const opened = { name: 'opened', watchUrl: 'https://lectern.example/r/x', watchers: 2 } as const;
const sendSource = { do: 'send-source' } as const;
const prepareLinks = { do: 'prepare-links' } as const;
const start = { do: 'announce', request: 'room:start' } as const;
const stop = { do: 'announce', request: 'room:stop' } as const;

const rows: readonly [string, PresenterState, PresenterEvent, PresenterState, ...PresenterEffect[]][] = [
  [
    'a new run takes its epoch from the service',
    initial,
    challenged,
    { ...initial, epoch: 9, signaling: openingAs('off') },
    { do: 'open-room', challenge: 'c', epoch: 9, live: false },
  ],
  [
    'a run that comes back keeps its epoch and its place on air',
    lostLive,
    challenged,
    { ...live, signaling: openingAs('live') },
    { do: 'open-room', challenge: 'c', epoch: 5, live: true },
  ],
  ['opening off air prepares nothing', { ...open, signaling: openingAs('off') }, opened, open],
  ['opening on air parks offers', { ...live, signaling: openingAs('live') }, opened, live, prepareLinks],
  [
    'gone live while the room was being opened off air: the service is told',
    { ...live, signaling: openingAs('off') },
    opened,
    live,
    start,
    prepareLinks,
  ],
  [
    'stopped while the room was being opened live: the service is told',
    { ...open, signaling: openingAs('over') },
    opened,
    open,
    stop,
  ],
  [
    'stopped and gone live meanwhile: the links of before have ended for the service as well',
    { ...live, signaling: openingAs('over') },
    opened,
    live,
    stop,
    start,
    prepareLinks,
  ],
  ['a room that another run has meanwhile is not open', replaced, opened, replaced],
  [
    'going live while the room is being opened is remembered',
    { ...open, signaling: openingAs('off') },
    { name: 'go-live' },
    { ...live, signaling: openingAs('off') },
    sendSource,
  ],
  [
    'stopping what the service is just being told is over for it too',
    { ...live, signaling: openingAs('live') },
    { name: 'stop' },
    { ...open, signaling: openingAs('over') },
    { do: 'end-links' },
  ],
  ['going live tells the service', open, { name: 'go-live' }, live, sendSource, start, prepareLinks],
  [
    'going live before the service answers is remembered',
    initial,
    { name: 'go-live' },
    { ...initial, air: 'live' },
    sendSource,
  ],
  ['going live twice is once', live, { name: 'go-live' }, live],
  ['nobody goes live in a room that another run has', replaced, { name: 'go-live' }, replaced],
  ['media outlives signaling', live, { name: 'disconnected' }, lostLive, { do: 'drop-prepared' }],
  [
    'a service that never answered is not reached',
    initial,
    { name: 'disconnected' },
    { ...initial, signaling: { name: 'lost' } },
    { do: 'drop-prepared' },
  ],
  [
    'pausing tells it: the scene sends its slate instead',
    live,
    { name: 'pause' },
    { ...live, air: 'paused' },
    sendSource,
  ],
  ['resuming tells it as well', { ...live, air: 'paused' }, { name: 'resume' }, live, sendSource],
  ['off air there is nothing to pause', open, { name: 'pause' }, open],
  ['stopping ends the links', live, { name: 'stop' }, open, { do: 'end-links' }, stop],
  [
    'stopping works while the service is away',
    lostLive,
    { name: 'stop' },
    { ...lostLive, air: 'off' },
    { do: 'end-links' },
  ],
  [
    'a newer run takes the room, which is not the end for its watchers',
    live,
    { name: 'replaced' },
    replaced,
    { do: 'hand-over-links' },
    { do: 'disconnect' },
  ],
  ['the closed connection that follows changes nothing', replaced, { name: 'disconnected' }, replaced],
  [
    'taking the room back is a new run',
    replaced,
    { name: 'take-back' },
    { ...replaced, epoch: null, signaling: { name: 'connecting' } },
    { do: 'reconnect' },
  ],
  [
    'a refusal that may pass is tried again',
    initial,
    { name: 'refused', code: 'room-full', retryable: true },
    { ...initial, signaling: { name: 'refused', code: 'room-full' } },
    { do: 'retry-later' },
  ],
  [
    'a refusal that will not pass is said',
    initial,
    { name: 'refused', code: 'client-too-old', retryable: false },
    { ...initial, signaling: { name: 'refused', code: 'client-too-old' } },
  ],
  ['the count is the service’s', open, { name: 'watchers-changed', count: 7 }, { ...open, watchers: 7 }],
];

test.each(rows)('%s', (_name, state, event, ...expected) => {
  expect(step(state, event)).toEqual(expected);
});
