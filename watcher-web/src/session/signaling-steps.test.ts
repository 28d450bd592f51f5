/** The steps about signaling and the room as tables. */
import { expect, test } from 'vitest';
import {
  about,
  oldId,
  newId,
  opening,
  linkIn,
  refusal,
  joinedIn,
  joinedEvent,
  open,
  close,
  show,
  playing,
  replacing,
  away,
  lastFrame,
  keep,
  type Row,
} from './step.fixture.ts';
import { initialState, type WatcherStep, type WatcherState } from './watcher-state.ts';
import { step } from './watcher-step.ts';

const joining: Row[] = [
  [
    'connects at the start',
    initialState,
    { type: 'started', wasRemoved: false },
    [initialState, { type: 'connect' }, { type: 'prewarm-connection' }],
  ],
  ['joins a waiting room', initialState, joinedEvent('waiting'), [joinedIn('waiting')]],
  [
    'joins a live room and opens its link',
    initialState,
    joinedEvent('live', { link: opening(oldId) }),
    [joinedIn('live', { link: linkIn(oldId, 'opening') }), show(oldId), ...open(oldId)],
  ],
  [
    'keeps playing a link that the service restored',
    away(playing),
    joinedEvent('live', { restored: oldId }),
    [playing],
  ],
  [
    'closes a successor that the service has forgotten: another can be asked for then',
    away(replacing),
    joinedEvent('live', { restored: oldId }),
    [playing, close(newId)],
  ],
  [
    'restarts an interrupted link that the service restored',
    away(joinedIn('live', { link: linkIn(oldId, 'interrupted') })),
    joinedEvent('live', { restored: oldId }),
    [joinedIn('live', { link: linkIn(oldId, 'interrupted') }), { type: 'restart-link', linkId: oldId }],
  ],
  [
    'keeps the picture until the link it got instead has one',
    away(playing),
    joinedEvent('live', { link: opening(newId) }),
    [replacing, ...open(newId)],
  ],
  [
    'keeps playing in a room whose presenter is away',
    away(playing),
    joinedEvent('away'),
    [joinedIn('away', { link: linkIn(oldId, 'playing') })],
  ],
  [
    'drops a given-up link when the presenter is away',
    away(joinedIn('live', { link: linkIn(oldId, 'interrupted', { standing: 'given-up' }) })),
    joinedEvent('away'),
    [joinedIn('away', { link: lastFrame }), keep(oldId)],
  ],
  [
    'keeps the last frame when the presenter restarted and is not live yet',
    away(joinedIn('live', { link: linkIn(oldId, 'interrupted') })),
    joinedEvent('waiting'),
    [joinedIn('waiting', { link: lastFrame }), keep(oldId)],
  ],
  ['rejoins a room that has ended', away(playing), joinedEvent('ended'), [joinedIn('ended'), close(oldId)]],
];

const signaling: Row[] = [
  [
    'remembers over failed attempts what it was in before',
    away(joinedIn('waiting')),
    { type: 'signaling-lost' },
    [away(joinedIn('waiting'))],
  ],
  ['loses signaling and keeps the picture', playing, { type: 'signaling-lost' }, [away(playing)]],
  [
    'drops an expired token and joins again at once',
    away(playing),
    { type: 'signaling-refused', code: 'token-expired' },
    [{ ...away(playing), token: null }, { type: 'connect' }],
  ],
  [
    'retries after a refusal without a token',
    initialState,
    { type: 'signaling-refused', code: 'unauthorized' },
    [
      { ...initialState, signaling: refusal('unauthorized') },
      { type: 'retry-later', afterMs: 5_000 },
    ],
  ],
  [
    'retries an unknown room',
    initialState,
    { type: 'signaling-refused', code: 'room-unknown' },
    [
      { ...initialState, signaling: refusal('room-unknown') },
      { type: 'retry-later', afterMs: 5_000 },
    ],
  ],
  [
    'waits for a room that is not open yet without retrying',
    initialState,
    { type: 'room-awaited' },
    [{ ...initialState, signaling: refusal('room-unknown') }],
  ],
  [
    'drops a link that was given up while the room is awaited',
    joinedIn('away', { link: { ...linkIn(oldId, 'interrupted'), standing: 'given-up' } }),
    { type: 'room-awaited' },
    [joinedIn('away', { link: lastFrame, signaling: refusal('room-unknown') }), keep(oldId)],
  ],
  [
    'returns to a busy service when that says, with its token, also for a missing picture',
    away(joinedIn('live')),
    { type: 'signaling-refused', code: 'busy', waitMs: 700 },
    [
      { ...joinedIn('live'), signaling: refusal('busy') },
      { type: 'retry-later', afterMs: 700 },
    ],
  ],
  [
    'retries less often each time',
    { ...initialState, signaling: refusal('room-full', 9) },
    { type: 'signaling-refused', code: 'room-full' },
    [
      { ...initialState, signaling: refusal('room-full', 10) },
      { type: 'retry-later', afterMs: 15_000 },
    ],
  ],
  [
    'retries sooner while a picture is on screen',
    away(playing),
    { type: 'signaling-refused', code: 'room-unknown' },
    [
      { ...playing, signaling: refusal('room-unknown') },
      { type: 'retry-later', afterMs: 1_000 },
    ],
  ],
  [
    'does not retry when only a reload helps',
    initialState,
    { type: 'signaling-refused', code: 'client-too-old' },
    [{ ...initialState, signaling: refusal('client-too-old') }],
  ],
  [
    'stays refused during a retry',
    { ...initialState, signaling: refusal('room-full') },
    { type: 'retry-due' },
    [{ ...initialState, signaling: refusal('room-full') }, { type: 'connect' }],
  ],
  [
    'stores a renewed token',
    playing,
    { type: 'token-renewed', token: 'n'.repeat(16) },
    [{ ...playing, token: 'n'.repeat(16) }],
  ],
  ['does nothing on waking when all is well', playing, { type: 'woken', reconnect: false }, [playing]],
  [
    'mends its connections after a sleep',
    playing,
    { type: 'woken', reconnect: true },
    [playing, { type: 'network-changed' }],
  ],
  [
    'begins one attempt, not two, when the network is back',
    away(playing),
    { type: 'woken', reconnect: true },
    [away(playing), { type: 'network-changed' }],
  ],
  [
    'asks again after a refusal when the network is back',
    { ...initialState, signaling: refusal('room-unknown') },
    { type: 'woken', reconnect: true },
    [{ ...initialState, signaling: refusal('room-unknown') }, { type: 'network-changed' }, { type: 'connect' }],
  ],
  [
    'reconnects and restarts an interrupted link on waking',
    away(joinedIn('live', { link: linkIn(oldId, 'interrupted') })),
    { type: 'woken', reconnect: false },
    [
      away(joinedIn('live', { link: linkIn(oldId, 'interrupted') })),
      { type: 'connect' },
      { type: 'restart-link', linkId: oldId },
    ],
  ],
  [
    'drops a given-up link when the presenter goes away',
    joinedIn('live', { link: linkIn(oldId, 'interrupted', { standing: 'given-up' }) }),
    { type: 'room-changed', room: { phase: 'away', about } },
    [joinedIn('away', { link: lastFrame }), keep(oldId)],
  ],
  [
    'closes its links and keeps the last frame when the page is left',
    replacing,
    { type: 'page-left' },
    [joinedIn('live', { link: lastFrame, signaling: { name: 'left' } }), { type: 'leave' }, keep(oldId), close(newId)],
  ],
  [
    'joins again when the page is restored',
    joinedIn('live', { signaling: { name: 'left' } }),
    { type: 'page-restored' },
    [joinedIn('live', { signaling: { name: 'connecting' }, token: null }), { type: 'connect' }],
  ],
  [
    'ends when the room ends',
    playing,
    { type: 'room-changed', room: { phase: 'ended', about } },
    [joinedIn('ended'), close(oldId)],
  ],
  [
    'looks after its own connection when the presenter had lost the service',
    playing,
    { type: 'link-message', linkId: oldId, message: { kind: 'service-regained' } },
    [playing, { type: 'check-service' }],
  ],
  [
    'keeps playing while the presenter is away',
    playing,
    { type: 'room-changed', room: { phase: 'away', about } },
    [joinedIn('away', { link: linkIn(oldId, 'playing') })],
  ],
];

const removedFrom = (state: WatcherState): WatcherState => ({
  ...state,
  signaling: { name: 'removed' },
  token: null,
  link: null,
  next: null,
});
const stayOut = { type: 'stay-out' } as const;
const out = removedFrom(playing);
const leftRoom: WatcherStep = [out, stayOut, close(oldId)];

const removal: Row[] = [
  [
    'stays out after a reload',
    initialState,
    { type: 'started', wasRemoved: true },
    [removedFrom(initialState), stayOut],
  ],
  ['is removed by the service', playing, { type: 'watcher-removed' }, leftRoom],
  [
    'is removed while a successor opens',
    replacing,
    { type: 'watcher-removed' },
    [removedFrom(replacing), stayOut, close(oldId), close(newId)],
  ],
  [
    'is removed by a message on the link',
    away(playing),
    { type: 'link-message', linkId: oldId, message: { kind: 'removed', epoch: 5 } },
    leftRoom,
  ],
  [
    'is removed by the closing of its link',
    playing,
    { type: 'link-closed', linkId: oldId, reason: 'removed' },
    leftRoom,
  ],
  ['is removed by a refused handshake', away(playing), { type: 'signaling-refused', code: 'removed' }, leftRoom],
  ['does not reconnect on waking', out, { type: 'woken', reconnect: true }, [out]],
  ['does not rejoin when the page is restored', out, { type: 'page-restored' }, [out]],
  ['does nothing when the page is left', out, { type: 'page-left' }, [out]],
  ['does not retry', out, { type: 'retry-due' }, [out]],
  ['opens no link', out, { type: 'link-opened', opening: opening(newId) }, [out]],
];

test.each([...removal, ...joining, ...signaling])('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
