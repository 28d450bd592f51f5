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
  atRest,
  still,
  replace,
  type Row,
} from './step-examples.ts';
import { step } from './watcher-state.ts';

const broken = joinedIn('live', { link: fact(oldId, 'interrupted') });
const standing = joinedIn('live', { link: fact(oldId, 'stalled') });
const playingNew = joinedIn('live', { link: fact(newId, 'playing') });

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
    [joinedIn('away', { link: atRest }), still(oldId)],
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
    [joinedIn('live', { link: fact(oldId, 'interrupted') }), replace(oldId)],
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
    [joinedIn('live', { link: atRest, signaling: refusal('room-unknown') }), still(oldId)],
  ],
  ['gives a link up whose successor is coming', replacing, { on: 'link-given-up', linkId: oldId }, [replacing]],
  [
    'waits in vain for a picture',
    joinedIn('live', { link: fact(oldId, 'connected') }),
    { on: 'picture-overdue', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'connected'), fruitless: 1 }), replace(oldId)],
  ],
  ['has its picture when the wait is over', playing, { on: 'picture-overdue', linkId: oldId }, [playing]],
  [
    'has fallen behind: another link may begin without that',
    playing,
    { on: 'link-late', linkId: oldId },
    [playing, replace(oldId)],
  ],
  ['has fallen behind, but its successor is coming', replacing, { on: 'link-late', linkId: oldId }, [replacing]],
  ['has fallen behind while signaling is away', away(playing), { on: 'link-late', linkId: oldId }, [away(playing)]],
  [
    'has fallen behind while the presenter could give no other',
    joinedIn('away', { link: fact(oldId, 'playing') }),
    { on: 'link-late', linkId: oldId },
    [joinedIn('away', { link: fact(oldId, 'playing') })],
  ],
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
    [joinedIn('away', { link: atRest }), still(oldId)],
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
    [joinedIn('away', { link: atRest }), still(oldId)],
  ],
  [
    'keeps the last picture until the next link has one',
    joinedIn('live', { link: atRest }),
    { on: 'link-opened', opening: opening(newId) },
    [joinedIn('live', { link: atRest, next: fact(newId, 'opening') }), ...open(newId)],
  ],
  [
    'shows the picture of a presenter who is back in place of the last one',
    joinedIn('live', { link: atRest, next: fact(newId, 'connected') }),
    { on: 'link-delivered', linkId: newId },
    [playingNew, show(newId), close(oldId)],
  ],
];

/** A path that is well, and no frames. */
const stalls: Row[] = [
  [
    'asks for a key frame when the picture stands still',
    playing,
    { on: 'picture-stalled', linkId: oldId },
    [standing, { do: 'ask-key-frame', linkId: oldId }],
  ],
  ['asks once', standing, { on: 'picture-stalled', linkId: oldId }, [standing]],
  ['does not believe it of a broken link', broken, { on: 'picture-stalled', linkId: oldId }, [broken]],
  ['goes on when frames come again', standing, { on: 'picture-moved', linkId: oldId }, [playing]],
  ['hears of every frame, and is calm', playing, { on: 'picture-moved', linkId: oldId }, [playing]],
  [
    'asks for another link when it stays so',
    standing,
    { on: 'picture-stuck', linkId: oldId },
    [standing, replace(oldId)],
  ],
  [
    'asks once for another link',
    joinedIn('live', { link: fact(oldId, 'stalled', { standing: 'given-up' }) }),
    { on: 'picture-stuck', linkId: oldId },
    [joinedIn('live', { link: fact(oldId, 'stalled', { standing: 'given-up' }) })],
  ],
  [
    'will not hold on to it when signaling is back',
    away(standing),
    { on: 'picture-stuck', linkId: oldId },
    [away(joinedIn('live', { link: fact(oldId, 'stalled', { standing: 'given-up' }) }))],
  ],
  ['loses the path as well', standing, { on: 'link-interrupted', linkId: oldId }, [broken]],
  [
    'is told that there is only sound now',
    standing,
    { on: 'link-said', linkId: oldId, message: { kind: 'media-changed', epoch: 5, state: media({ video: false }) } },
    [joinedIn('live', { link: fact(oldId, 'playing', { media: media({ video: false }) }) })],
  ],
];

/** Links that come to nothing, one after the other. */
const opens = (fruitless: number) => joinedIn('live', { link: fact(oldId, 'opening'), fruitless });
const fruitless: Row[] = [
  ['asks at once for the second link', opens(0), { on: 'link-given-up', linkId: oldId }, [opens(1), replace(oldId)]],
  ['is in less haste each time', opens(3), { on: 'link-given-up', linkId: oldId }, [opens(4), replace(oldId, 4_000)]],
  ['and goes on for ever', opens(50), { on: 'link-given-up', linkId: oldId }, [opens(51), replace(oldId, 15_000)]],
  [
    'and for another successor, whose waiting outlives the one before',
    { ...replacing, fruitless: 1 },
    { on: 'link-given-up', linkId: newId },
    [{ ...playing, fruitless: 2 }, close(newId), replace(newId, 1_000)],
  ],
  [
    'forgets it with the first picture',
    joinedIn('live', { link: fact(oldId, 'connected'), fruitless: 4 }),
    { on: 'link-delivered', linkId: oldId },
    [playing],
  ],
];

test.each([...links, ...stalls, ...fruitless])('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
