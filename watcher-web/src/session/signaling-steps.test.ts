/** Signaling and the room as a table: what happens in which state, and what follows. */
import { expect, test } from 'vitest';
import {
  about,
  oldId,
  newId,
  opening,
  fact,
  refusal,
  joinedIn,
  joinedEvent,
  open,
  close,
  show,
  playing,
  replacing,
  away,
  atRest,
  still,
  type Row,
} from './step-examples.ts';
import { startState, type Step, type WatcherState } from './watcher-facts.ts';
import { step } from './watcher-state.ts';

const joining: Row[] = [
  ['joins a room that waits', startState, joinedEvent('waiting'), [joinedIn('waiting')]],
  [
    'joins a live room with its link at once',
    startState,
    joinedEvent('live', { link: opening(oldId) }),
    [joinedIn('live', { link: fact(oldId, 'opening') }), show(oldId), ...open(oldId)],
  ],
  ['keeps a picture that is given back', away(playing), joinedEvent('live', { restored: oldId }), [playing]],
  [
    'hurries a broken link that is given back',
    away(joinedIn('live', { link: fact(oldId, 'interrupted') })),
    joinedEvent('live', { restored: oldId }),
    [joinedIn('live', { link: fact(oldId, 'interrupted') }), { do: 'hurry-link', linkId: oldId }],
  ],
  [
    'keeps the picture until the link it is given instead delivers',
    away(playing),
    joinedEvent('live', { link: opening(newId) }),
    [replacing, ...open(newId)],
  ],
  [
    'keeps what flows in a room whose presenter is not back',
    away(playing),
    joinedEvent('away'),
    [joinedIn('away', { link: fact(oldId, 'playing') })],
  ],
  [
    'lets go of a link given up where nobody will bring it back',
    away(joinedIn('live', { link: fact(oldId, 'interrupted', { standing: 'given-up' }) })),
    joinedEvent('away'),
    [joinedIn('away', { link: atRest }), still(oldId)],
  ],
  [
    'keeps the last picture where a run not yet live has replaced it',
    away(joinedIn('live', { link: fact(oldId, 'interrupted') })),
    joinedEvent('waiting'),
    [joinedIn('waiting', { link: atRest }), still(oldId)],
  ],
  ['comes back to a room that has ended', away(playing), joinedEvent('ended'), [joinedIn('ended'), close(oldId)]],
];

const signaling: Row[] = [
  ['loses signaling and keeps the picture', playing, { on: 'lost' }, [away(playing)]],
  [
    'drops a stale token and joins afresh at once',
    away(playing),
    { on: 'refused', code: 'token-expired' },
    [{ ...away(playing), token: null }, { do: 'connect' }],
  ],
  [
    'is refused without a token and knocks again',
    startState,
    { on: 'refused', code: 'unauthorized' },
    [
      { ...startState, signaling: refusal('unauthorized') },
      { do: 'retry-later', afterMs: 5_000 },
    ],
  ],
  [
    'knocks at an unknown room again',
    startState,
    { on: 'refused', code: 'room-unknown' },
    [
      { ...startState, signaling: refusal('room-unknown') },
      { do: 'retry-later', afterMs: 5_000 },
    ],
  ],
  [
    'knocks less and less often',
    { ...startState, signaling: refusal('room-full', 9) },
    { on: 'refused', code: 'room-full' },
    [
      { ...startState, signaling: refusal('room-full', 10) },
      { do: 'retry-later', afterMs: 15_000 },
    ],
  ],
  [
    'knocks sooner while a picture is on',
    away(playing),
    { on: 'refused', code: 'room-unknown' },
    [
      { ...playing, signaling: refusal('room-unknown') },
      { do: 'retry-later', afterMs: 1_000 },
    ],
  ],
  [
    'does not knock where only a reload helps',
    startState,
    { on: 'refused', code: 'client-too-old' },
    [{ ...startState, signaling: refusal('client-too-old') }],
  ],
  [
    'stays calm while it knocks',
    { ...startState, signaling: refusal('room-full') },
    { on: 'retry-due' },
    [{ ...startState, signaling: refusal('room-full') }, { do: 'connect' }],
  ],
  [
    'keeps a renewed token',
    playing,
    { on: 'token-renewed', token: 'n'.repeat(16) },
    [{ ...playing, token: 'n'.repeat(16) }],
  ],
  ['wakes with everything well', playing, { on: 'woken', afresh: false }, [playing]],
  ['wakes after a sleep', playing, { on: 'woken', afresh: true }, [playing, { do: 'connect' }]],
  [
    'wakes to a broken link',
    away(joinedIn('live', { link: fact(oldId, 'interrupted') })),
    { on: 'woken', afresh: false },
    [
      away(joinedIn('live', { link: fact(oldId, 'interrupted') })),
      { do: 'connect' },
      { do: 'hurry-link', linkId: oldId },
    ],
  ],
  [
    'hears that the presenter is away, having given the link up',
    joinedIn('live', { link: fact(oldId, 'interrupted', { standing: 'given-up' }) }),
    { on: 'room-changed', room: { phase: 'away', about } },
    [joinedIn('away', { link: atRest }), still(oldId)],
  ],
  [
    'is put away with its last picture',
    replacing,
    { on: 'put-away' },
    [joinedIn('live', { link: atRest, signaling: { name: 'left' } }), { do: 'leave' }, still(oldId), close(newId)],
  ],
  [
    'is brought back',
    joinedIn('live', { signaling: { name: 'left' } }),
    { on: 'brought-back' },
    [joinedIn('live', { signaling: { name: 'connecting' }, token: null }), { do: 'connect' }],
  ],
  [
    'is told of the end by the room',
    playing,
    { on: 'room-changed', room: { phase: 'ended', about } },
    [joinedIn('ended'), close(oldId)],
  ],
  [
    'plays on while the presenter is away',
    playing,
    { on: 'room-changed', room: { phase: 'away', about } },
    [joinedIn('away', { link: fact(oldId, 'playing') })],
  ],
];

const removedFrom = (state: WatcherState): WatcherState => ({
  ...state,
  signaling: { name: 'removed' },
  token: null,
  link: null,
  next: null,
});
const stayOut = { do: 'stay-out' } as const;
const out = removedFrom(playing);
const leftRoom: Step = [out, stayOut, close(oldId)];

const removal: Row[] = [
  ['is removed by the service', playing, { on: 'removed' }, leftRoom],
  [
    'is removed while a link takes over',
    replacing,
    { on: 'removed' },
    [removedFrom(replacing), stayOut, close(oldId), close(newId)],
  ],
  [
    'is removed over the link',
    away(playing),
    { on: 'link-said', linkId: oldId, message: { kind: 'removed', epoch: 5 } },
    leftRoom,
  ],
  ['is told by the closing of its link', playing, { on: 'link-closed', linkId: oldId, reason: 'removed' }, leftRoom],
  ['is refused at the door', away(playing), { on: 'refused', code: 'removed' }, leftRoom],
  ['stays out when it wakes', out, { on: 'woken', afresh: true }, [out]],
  ['stays out when it is brought back', out, { on: 'brought-back' }, [out]],
  ['stays out when it is put away', out, { on: 'put-away' }, [out]],
  ['does not knock any more', out, { on: 'retry-due' }, [out]],
  ['takes no link any more', out, { on: 'link-opened', opening: opening(newId) }, [out]],
];

test.each([...removal, ...joining, ...signaling])('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
