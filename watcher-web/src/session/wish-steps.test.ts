/** The steps about the watcher's quality wish as a table. */
import { expect, test } from 'vitest';
import {
  close,
  linkIn,
  foreignId,
  joinedIn,
  newId,
  oldId,
  playing,
  replacing,
  sendWish,
  show,
  type Row,
} from './step.fixture.ts';
import { step } from './watcher-step.ts';

const wishes: Row[] = [
  [
    'sends a changed wish on every link',
    replacing,
    { type: 'wish-changed', wish: 1 },
    [{ ...replacing, wish: 1 }, sendWish(oldId, 1), sendWish(newId, 1)],
  ],
  [
    'sends the wish on a new link',
    { ...replacing, wish: 0 },
    { type: 'link-channel-opened', linkId: newId },
    [{ ...replacing, wish: 0 }, sendWish(newId, 0)],
  ],
  ['sends no wish for the default', replacing, { type: 'link-channel-opened', linkId: newId }, [replacing]],
  [
    'sends no wish on an unknown link',
    { ...playing, wish: 0 },
    { type: 'link-channel-opened', linkId: foreignId },
    [{ ...playing, wish: 0 }],
  ],
  [
    'plays at once when connected for sound only',
    joinedIn('live', { link: linkIn(oldId, 'opening'), wish: 'sound' }),
    { type: 'link-connected', linkId: oldId },
    [{ ...playing, wish: 'sound' }],
  ],
  [
    'swaps at once when the successor is connected for sound only',
    { ...replacing, wish: 'sound' },
    { type: 'link-connected', linkId: newId },
    [{ ...joinedIn('live', { link: linkIn(newId, 'playing') }), wish: 'sound' }, show(newId), close(oldId)],
  ],
  [
    'no longer waits for a picture when the wish changes to sound only',
    joinedIn('live', { link: linkIn(oldId, 'connected') }),
    { type: 'wish-changed', wish: 'sound' },
    [{ ...playing, wish: 'sound' }, sendWish(oldId, 'sound')],
  ],
  [
    'is no longer stalled when the wish changes to sound only',
    joinedIn('live', { link: linkIn(oldId, 'stalled') }),
    { type: 'wish-changed', wish: 'sound' },
    [{ ...playing, wish: 'sound' }, sendWish(oldId, 'sound')],
  ],
  [
    'ignores a stall with sound only',
    { ...playing, wish: 'sound' },
    { type: 'picture-stalled', linkId: oldId },
    [{ ...playing, wish: 'sound' }],
  ],
];

test.each(wishes)('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
