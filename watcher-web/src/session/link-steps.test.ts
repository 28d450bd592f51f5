/** The steps about links as tables: state and event, then the next state and its effects. */
import { expect, test } from 'vitest';
import {
  oldId,
  newId,
  foreignId,
  opening,
  linkIn,
  media,
  refusal,
  joinedIn,
  open,
  close,
  show,
  playing,
  replacing,
  away,
  lastFrame,
  keep,
  replace,
  type Row,
} from './step.fixture.ts';
import { step } from './watcher-step.ts';

const playingNew = joinedIn('live', { link: linkIn(newId, 'playing') });

const links: Row[] = [
  [
    'opens the first link and shows it',
    joinedIn('live'),
    { type: 'link-opened', opening: opening(oldId) },
    [joinedIn('live', { link: linkIn(oldId, 'opening') }), show(oldId), ...open(oldId)],
  ],
  [
    'closes a link without a picture when another opens',
    joinedIn('live', { link: linkIn(oldId, 'opening') }),
    { type: 'link-opened', opening: opening(newId) },
    [joinedIn('live', { link: linkIn(newId, 'opening') }), close(oldId), show(newId), ...open(newId)],
  ],
  [
    'keeps playing while the successor opens',
    playing,
    { type: 'link-opened', opening: opening(newId) },
    [replacing, ...open(newId)],
  ],
  ['ignores a link that is already open', playing, { type: 'link-opened', opening: opening(oldId) }, [playing]],
  [
    'takes a link of a smaller epoch: the service’s clock may have been set back, and the service decides',
    playing,
    { type: 'link-opened', opening: opening(newId, 4) },
    [replacing, ...open(newId, 4)],
  ],
  [
    'is connected, still without a picture',
    joinedIn('live', { link: linkIn(oldId, 'opening') }),
    { type: 'link-connected', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'connected') })],
  ],
  [
    'plays with the first picture',
    joinedIn('live', { link: linkIn(oldId, 'connected') }),
    { type: 'link-delivered', linkId: oldId },
    [playing],
  ],
  [
    'swaps when the successor has a picture',
    replacing,
    { type: 'link-delivered', linkId: newId },
    [joinedIn('live', { link: linkIn(newId, 'playing') }), show(newId), close(oldId)],
  ],
  [
    'plays at once when the presenter sends sound only',
    joinedIn('live', { link: linkIn(oldId, 'connected') }),
    {
      type: 'link-message',
      linkId: oldId,
      message: { kind: 'media-changed', epoch: 5, state: media({ video: false }) },
    },
    [joinedIn('live', { link: linkIn(oldId, 'playing', { media: media({ video: false }) }) })],
  ],
  [
    'is interrupted',
    playing,
    { type: 'link-interrupted', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'interrupted') })],
  ],
  [
    'plays again once the path is back',
    joinedIn('live', { link: linkIn(oldId, 'interrupted') }),
    { type: 'link-connected', linkId: oldId },
    [playing],
  ],
  [
    'keeps playing when only signaling lost the link',
    playing,
    { type: 'link-closed', linkId: oldId, reason: 'lost' },
    [playing],
  ],
  [
    'drops an interrupted link when signaling has lost it too',
    joinedIn('away', { link: linkIn(oldId, 'interrupted') }),
    { type: 'link-closed', linkId: oldId, reason: 'lost' },
    [joinedIn('away', { link: lastFrame }), keep(oldId)],
  ],
  [
    'keeps playing a replaced link until its successor plays',
    playing,
    { type: 'link-closed', linkId: oldId, reason: 'replaced' },
    [playing],
  ],
  [
    'closes a successor that was lost',
    replacing,
    { type: 'link-closed', linkId: newId, reason: 'lost' },
    [playing, close(newId)],
  ],
  [
    'ends when its link is closed as ended',
    playing,
    { type: 'link-closed', linkId: oldId, reason: 'ended' },
    [joinedIn('ended'), close(oldId)],
  ],
  [
    'ignores the closing of an unknown link',
    playing,
    { type: 'link-closed', linkId: foreignId, reason: 'ended' },
    [playing],
  ],
  [
    'notes that the presenter paused',
    playing,
    {
      type: 'link-message',
      linkId: oldId,
      message: { kind: 'media-changed', epoch: 5, state: media({ paused: true }) },
    },
    [joinedIn('live', { link: linkIn(oldId, 'playing', { media: media({ paused: true }) }) })],
  ],
  [
    'ends by a message whose epoch is smaller than the link’s',
    away(playing),
    { type: 'link-message', linkId: oldId, message: { kind: 'ended', epoch: 4 } },
    [away(joinedIn('ended')), close(oldId)],
  ],
  [
    'ends by a message on the link while signaling is away',
    away(playing),
    { type: 'link-message', linkId: oldId, message: { kind: 'ended', epoch: 5 } },
    [away(joinedIn('ended')), close(oldId)],
  ],
  [
    'requests another link when recovery fails',
    joinedIn('live', { link: linkIn(oldId, 'interrupted') }),
    { type: 'link-given-up', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'interrupted') }), replace(oldId)],
  ],
  [
    'marks the link as given up while signaling is away',
    away(joinedIn('live', { link: linkIn(oldId, 'interrupted') })),
    { type: 'link-given-up', linkId: oldId },
    [away(joinedIn('live', { link: linkIn(oldId, 'interrupted', { standing: 'given-up' }) }))],
  ],
  [
    'drops a link that is given up while joining is refused',
    joinedIn('live', { link: linkIn(oldId, 'interrupted'), signaling: refusal('room-unknown') }),
    { type: 'link-given-up', linkId: oldId },
    [joinedIn('live', { link: lastFrame, signaling: refusal('room-unknown') }), keep(oldId)],
  ],
  [
    'requests nothing when a successor is already coming',
    replacing,
    { type: 'link-given-up', linkId: oldId },
    [replacing],
  ],
  [
    'requests another link when the first picture is overdue',
    joinedIn('live', { link: linkIn(oldId, 'connected') }),
    { type: 'picture-overdue', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'connected'), failedLinks: 1 }), replace(oldId)],
  ],
  [
    'ignores the first-picture timeout of a link that plays',
    playing,
    { type: 'picture-overdue', linkId: oldId },
    [playing],
  ],
  ['replaces a delayed link', playing, { type: 'link-delayed', linkId: oldId }, [playing, replace(oldId)]],
  ['does not replace a delayed link twice', replacing, { type: 'link-delayed', linkId: oldId }, [replacing]],
  [
    'does not replace a delayed link while signaling is away',
    away(playing),
    { type: 'link-delayed', linkId: oldId },
    [away(playing)],
  ],
  [
    'does not replace a delayed link while the presenter is away',
    joinedIn('away', { link: linkIn(oldId, 'playing') }),
    { type: 'link-delayed', linkId: oldId },
    [joinedIn('away', { link: linkIn(oldId, 'playing') })],
  ],
  [
    'marks the link as given up when a replacement is granted',
    joinedIn('live', { link: linkIn(oldId, 'interrupted') }),
    { type: 'replace-granted', linkId: oldId },
    [joinedIn('live', { link: linkIn(oldId, 'interrupted', { standing: 'given-up' }) })],
  ],
  [
    'drops the link when the replacement waits for the presenter',
    joinedIn('away', { link: linkIn(oldId, 'interrupted') }),
    { type: 'replace-granted', linkId: oldId },
    [joinedIn('away', { link: lastFrame }), keep(oldId)],
  ],
  [
    'rejoins when the service does not know the link',
    joinedIn('live', { link: linkIn(oldId, 'interrupted') }),
    { type: 'replace-refused', linkId: oldId, code: 'link-unknown' },
    [
      joinedIn('live', { link: linkIn(oldId, 'interrupted', { standing: 'given-up' }) }),
      { type: 'retry-later', afterMs: 0 },
    ],
  ],
  [
    'drops the link when the room is not live',
    joinedIn('away', { link: linkIn(oldId, 'interrupted') }),
    { type: 'replace-refused', linkId: oldId, code: 'not-live' },
    [joinedIn('away', { link: lastFrame }), keep(oldId)],
  ],
  [
    'keeps the last frame until the next link has a picture',
    joinedIn('live', { link: lastFrame }),
    { type: 'link-opened', opening: opening(newId) },
    [joinedIn('live', { link: lastFrame, next: linkIn(newId, 'opening') }), ...open(newId)],
  ],
  [
    'replaces the last frame with the first picture of the next link',
    joinedIn('live', { link: lastFrame, next: linkIn(newId, 'connected') }),
    { type: 'link-delivered', linkId: newId },
    [playingNew, show(newId), close(oldId)],
  ],
];

/** Links in a row that never had a picture. */
const opens = (failedLinks: number) => joinedIn('live', { link: linkIn(oldId, 'opening'), failedLinks });
const failedLinks: Row[] = [
  ['requests the second link at once', opens(0), { type: 'link-given-up', linkId: oldId }, [opens(1), replace(oldId)]],
  [
    'waits longer before each further link',
    opens(3),
    { type: 'link-given-up', linkId: oldId },
    [opens(4), replace(oldId, 4_000)],
  ],
  ['never stops requesting', opens(49), { type: 'link-given-up', linkId: oldId }, [opens(50), replace(oldId, 15_000)]],
  [
    'joins again where several links have failed',
    opens(2),
    { type: 'link-given-up', linkId: oldId },
    [opens(3), { type: 'retry-later', afterMs: 2_000 }],
  ],
  [
    'looks after its own connection when the presenter had lost the service',
    playing,
    { type: 'link-message', linkId: oldId, message: { kind: 'service-regained' } },
    [playing, { type: 'check-service' }],
  ],
  [
    'keeps requesting while the picture before is still there',
    { ...playing, link: linkIn(oldId, 'interrupted'), failedLinks: 3 },
    { type: 'link-given-up', linkId: oldId },
    [{ ...playing, link: linkIn(oldId, 'interrupted'), failedLinks: 3 }, replace(oldId, 2_000)],
  ],
  [
    'requests another successor after closing the first, which cancels timers',
    { ...replacing, failedLinks: 1 },
    { type: 'link-given-up', linkId: newId },
    [{ ...playing, failedLinks: 2 }, close(newId), replace(newId, 1_000)],
  ],
  [
    'resets the back-off with the first picture',
    joinedIn('live', { link: linkIn(oldId, 'connected'), failedLinks: 4 }),
    { type: 'link-delivered', linkId: oldId },
    [playing],
  ],
];

test.each([...links, ...failedLinks])('%s', (_title, state, event, expected) => {
  expect(step(state, event)).toEqual(expected);
});
