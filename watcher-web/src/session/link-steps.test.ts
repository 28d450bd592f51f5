/** Links as a table: what happens in which state, and what follows. */
import { expect, test } from 'vitest';
import {
  oldId,
  newId,
  foreignId,
  opening,
  fact,
  media,
  refusal,
  joinedIn,
  open,
  close,
  show,
  playing,
  replacing,
  away,
  type Row,
} from './step-examples.ts';
import { step } from './watcher-state.ts';

const links: Row[] = [
  [
    'is opened a first link',
    joinedIn('live'),
    { on: 'link-opened', opening: opening(oldId) },
    [joinedIn('live', { link: fact(oldId, 'opening') }), show(oldId), ...open(oldId)],
  ],
  [
    'does not wait for a link that never showed anything',
    joinedIn('live', { link: fact(oldId, 'opening') }),
    { on: 'link-opened', opening: opening(newId) },
    [joinedIn('live', { link: fact(newId, 'opening') }), close(oldId), show(newId), ...open(newId)],
  ],
  ['makes before it breaks', playing, { on: 'link-opened', opening: opening(newId) }, [replacing, ...open(newId)]],
  ['hears of its own link twice', playing, { on: 'link-opened', opening: opening(oldId) }, [playing]],
  ['ignores an older run', playing, { on: 'link-opened', opening: opening(newId, 4) }, [playing]],
  [
    'has a path',
    joinedIn('live', { link: fact(oldId, 'opening') }),
    { on: 'link-connected', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'connected') })],
  ],
  [
    'has a picture',
    joinedIn('live', { link: fact(oldId, 'connected') }),
    { on: 'link-delivered', linkId: oldId },
    [playing],
  ],
  [
    'swaps when the new link delivers',
    replacing,
    { on: 'link-delivered', linkId: newId },
    [joinedIn('live', { link: fact(newId, 'playing') }), show(newId), close(oldId)],
  ],
  [
    'does not wait for a picture where there is only sound',
    joinedIn('live', { link: fact(oldId, 'connected') }),
    { on: 'link-said', linkId: oldId, message: { kind: 'media-changed', epoch: 5, state: media({ video: false }) } },
    [joinedIn('live', { link: fact(oldId, 'playing', { media: media({ video: false }) }) })],
  ],
  [
    'breaks',
    playing,
    { on: 'link-interrupted', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'interrupted') })],
  ],
  ['heals', joinedIn('live', { link: fact(oldId, 'interrupted') }), { on: 'link-connected', linkId: oldId }, [playing]],
  [
    'plays on when only signaling lost the link',
    playing,
    { on: 'link-closed', linkId: oldId, reason: 'lost' },
    [playing],
  ],
  [
    'lets a broken link go when signaling has lost it, too',
    joinedIn('away', { link: fact(oldId, 'interrupted') }),
    { on: 'link-closed', linkId: oldId, reason: 'lost' },
    [joinedIn('away'), close(oldId)],
  ],
  ['waits for the successor', playing, { on: 'link-closed', linkId: oldId, reason: 'replaced' }, [playing]],
  ['loses the successor', replacing, { on: 'link-closed', linkId: newId, reason: 'lost' }, [playing, close(newId)]],
  [
    'ends with its link',
    playing,
    { on: 'link-closed', linkId: oldId, reason: 'ended' },
    [joinedIn('ended'), close(oldId)],
  ],
  ['hears that a foreign link closed', playing, { on: 'link-closed', linkId: foreignId, reason: 'ended' }, [playing]],
  [
    'hears of a pause',
    playing,
    { on: 'link-said', linkId: oldId, message: { kind: 'media-changed', epoch: 5, state: media({ paused: true }) } },
    [joinedIn('live', { link: fact(oldId, 'playing', { media: media({ paused: true }) }) })],
  ],
  [
    'does not believe an older run',
    playing,
    { on: 'link-said', linkId: oldId, message: { kind: 'ended', epoch: 4 } },
    [playing],
  ],
  [
    'hears of the end while signaling is away',
    away(playing),
    { on: 'link-said', linkId: oldId, message: { kind: 'ended', epoch: 5 } },
    [away(joinedIn('ended')), close(oldId)],
  ],
  [
    'gives a link up and asks for another',
    joinedIn('live', { link: fact(oldId, 'interrupted') }),
    { on: 'link-given-up', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'interrupted') }), { do: 'replace-link', linkId: oldId }],
  ],
  [
    'gives a link up while signaling is away',
    away(joinedIn('live', { link: fact(oldId, 'interrupted') })),
    { on: 'link-given-up', linkId: oldId },
    [away(joinedIn('live', { link: fact(oldId, 'interrupted', { standing: 'given-up' }) }))],
  ],
  [
    'gives a link up before a closed door',
    joinedIn('live', { link: fact(oldId, 'interrupted'), signaling: refusal('room-unknown') }),
    { on: 'link-given-up', linkId: oldId },
    [joinedIn('live', { signaling: refusal('room-unknown') }), close(oldId)],
  ],
  ['gives a link up whose successor is coming', replacing, { on: 'link-given-up', linkId: oldId }, [replacing]],
  [
    'waits in vain for a picture',
    joinedIn('live', { link: fact(oldId, 'connected') }),
    { on: 'picture-overdue', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'connected') }), { do: 'replace-link', linkId: oldId }],
  ],
  ['has its picture when the wait is over', playing, { on: 'picture-overdue', linkId: oldId }, [playing]],
  [
    'is granted another link',
    joinedIn('live', { link: fact(oldId, 'interrupted') }),
    { on: 'replace-granted', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'interrupted', { standing: 'given-up' }) })],
  ],
  [
    'is granted another link whenever the presenter is back',
    joinedIn('away', { link: fact(oldId, 'interrupted') }),
    { on: 'replace-granted', linkId: oldId },
    [joinedIn('away'), close(oldId)],
  ],
  [
    'joins again when no other link is granted',
    joinedIn('live', { link: fact(oldId, 'interrupted') }),
    { on: 'replace-refused', linkId: oldId, code: 'link-unknown' },
    [
      joinedIn('live', { link: fact(oldId, 'interrupted', { standing: 'given-up' }) }),
      { do: 'retry-later', afterMs: 0 },
    ],
  ],
  [
    'waits for the presenter when the room is not live',
    joinedIn('away', { link: fact(oldId, 'interrupted') }),
    { on: 'replace-refused', linkId: oldId, code: 'not-live' },
    [joinedIn('away'), close(oldId)],
  ],
];

test.each(links)('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
