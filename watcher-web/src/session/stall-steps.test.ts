/** The steps about a link whose path is well while no frames arrive, as a table. */
import { expect, test } from 'vitest';
import { away, linkIn, joinedIn, media, oldId, playing, replace, type Row } from './step.fixture.ts';
import { step } from './watcher-step.ts';

const interrupted = joinedIn('live', { link: linkIn(oldId, 'interrupted') });
const stalled = joinedIn('live', { link: linkIn(oldId, 'stalled') });

const stalls: Row[] = [
  [
    'requests a key frame as soon as packets make no picture',
    playing,
    { type: 'key-frame-missing', linkId: oldId },
    [playing, { type: 'request-key-frame', linkId: oldId }],
  ],
  [
    'requests it again while frames do not come',
    stalled,
    { type: 'key-frame-missing', linkId: oldId },
    [stalled, { type: 'request-key-frame', linkId: oldId }],
  ],
  [
    'requests no key frame for a link without a path',
    interrupted,
    { type: 'key-frame-missing', linkId: oldId },
    [interrupted],
  ],
  ['is stalled when frames stop', playing, { type: 'picture-stalled', linkId: oldId }, [stalled]],
  ['is stalled once', stalled, { type: 'picture-stalled', linkId: oldId }, [stalled]],
  ['ignores a stall of an interrupted link', interrupted, { type: 'picture-stalled', linkId: oldId }, [interrupted]],
  ['plays when frames come again', stalled, { type: 'picture-moving', linkId: oldId }, [playing]],
  ['changes nothing for frames while playing', playing, { type: 'picture-moving', linkId: oldId }, [playing]],
  ['requests another link when stuck', stalled, { type: 'picture-stuck', linkId: oldId }, [stalled, replace(oldId)]],
  [
    'requests that link once',
    joinedIn('live', { link: linkIn(oldId, 'stalled', { standing: 'given-up' }) }),
    { type: 'picture-stuck', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'stalled', { standing: 'given-up' }) })],
  ],
  [
    'marks a stuck link as given up while signaling is away',
    away(stalled),
    { type: 'picture-stuck', linkId: oldId },
    [away(joinedIn('live', { link: linkIn(oldId, 'stalled', { standing: 'given-up' }) }))],
  ],
  [
    'returns to the service sooner when frames stop',
    away(playing),
    { type: 'picture-stalled', linkId: oldId },
    [away(stalled), { type: 'hurry' }],
  ],
  [
    'returns to the service sooner when the path is lost',
    away(playing),
    { type: 'link-interrupted', linkId: oldId },
    [away(interrupted), { type: 'hurry' }],
  ],
  ['is interrupted while stalled', stalled, { type: 'link-interrupted', linkId: oldId }, [interrupted]],
  [
    'is no longer stalled when the presenter turns video off',
    stalled,
    {
      type: 'link-message',
      linkId: oldId,
      message: { kind: 'media-changed', epoch: 5, state: media({ video: false }) },
    },
    [joinedIn('live', { link: linkIn(oldId, 'playing', { media: media({ video: false }) }) })],
  ],
];

test.each(stalls)('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
