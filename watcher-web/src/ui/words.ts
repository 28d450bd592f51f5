/** Everything that the page says, in one place: what happened, what it means, what happens next. */
import type { MediaState } from '@lectern/protocol';
import type { Obstacle } from '../obstacle/obstacle.ts';
import type { QualityWish } from '../session/quality-wish.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import type { WatcherView } from '../session/watcher-view.ts';

export type Action = 'reload' | 'bring-picture';

export interface Words {
  readonly sentence: string;
  readonly hint?: string;
  readonly action?: Action;
}

const fixed: Readonly<Record<Exclude<WatcherView, 'waiting' | 'too-old' | 'paused' | 'reconnecting' | 'live'>, Words>> =
  {
    connecting: { sentence: 'Connecting…' },
    ended: { sentence: 'That was it. Thanks for watching.', hint: 'If it goes on, you’ll see it here.' },
    'room-unknown': {
      sentence: 'Nobody is here yet.',
      hint: 'When the presenter opens the room, you’ll see it here. If that takes long, check the link.',
    },
    'room-full': { sentence: 'The room is full.', hint: 'You’ll come in as soon as somebody leaves.' },
    removed: {
      sentence: 'The presenter has removed you from this room.',
      hint: 'If that was a mistake, ask the presenter.',
    },
    'too-many': { sentence: 'Many people are coming in just now.', hint: 'You’ll be let in shortly.' },
  };

/** Nothing that the presenter sends can be shown; asked for again and again all the same. */
const comesToNothing: Words = {
  sentence: 'The picture isn’t coming through.',
  hint: 'Trying again. You needn’t do anything.',
};

/** A service that has forgotten the room has not heard of its presenter, either. */
const isPresenterGone = ({ room, signaling }: WatcherState): boolean =>
  room?.phase === 'away' || signaling.name === 'refused';

export const noRoomWords: Words = {
  sentence: 'This link leads to no room.',
  hint: 'Check it with whoever sent it to you.',
};

/** While connecting takes too long: what is in the way, as far as this browser can tell. */
export const obstacleWords: Readonly<Record<Exclude<Obstacle, 'none'>, Words>> = {
  'service-silent': {
    sentence: 'The service doesn’t answer just now.',
    hint: 'This page keeps trying. You needn’t do anything.',
  },
  'sockets-blocked': {
    sentence: 'Something on this network blocks live connections.',
    hint: 'A proxy, a firewall or an extension lets no WebSocket through. This page keeps trying; on another network it may work at once.',
  },
  'media-blocked': {
    sentence: 'The picture finds no way through this network.',
    hint: 'A firewall may be in its way, here or at the presenter’s. This page keeps trying; mobile data or another network may help.',
  },
};

/** What the tab is called, so that a state can be told from among many tabs. */
export function pageTitleFor(view: WatcherView, { room }: WatcherState, { sentence }: Words): string {
  const name = room?.about.title.trim() || room?.about.presenter.trim() || 'Lectern';
  switch (view) {
    case 'live':
      return `Live: ${name}`;
    case 'paused':
      return `Paused: ${name}`;
    case 'waiting':
      return `Waiting: ${name}`;
    case 'reconnecting':
      return `Reconnecting: ${name}`;
    case 'ended':
      return `Ended: ${name}`;
    case 'connecting':
    case 'room-unknown':
    case 'room-full':
    case 'removed':
    case 'too-many':
    case 'too-old':
      return `${sentence} – Lectern`;
  }
}

function wordsForLive(presenter: string, media: MediaState | null | undefined, wish: QualityWish): Words {
  if (wish === 'sound') {
    return { sentence: 'Sound only', hint: 'You have switched the picture off.', action: 'bring-picture' };
  }
  if (media?.video !== false) return { sentence: `${presenter} is live.` };
  if (media.audio) return { sentence: 'Sound only', hint: 'The picture comes back by itself.' };
  return { sentence: 'Nothing to see or hear just now.', hint: `${presenter} has camera and microphone off.` };
}

export function wordsFor(view: WatcherView, state: WatcherState): Words {
  const presenter = state.room?.about.presenter.trim() || 'The presenter';
  switch (view) {
    case 'live':
      return wordsForLive(presenter, state.link?.media, state.wish);
    case 'paused':
      return { sentence: `${presenter} has paused.`, hint: 'Stay here. It goes on by itself.' };
    case 'waiting':
      return isPresenterGone(state)
        ? { sentence: 'The presenter’s connection is gone.', hint: 'The picture comes back with it. Stay here.' }
        : { sentence: 'The presenter is getting ready.', hint: 'You’ll see them here.' };
    case 'reconnecting':
      return state.link
        ? { sentence: 'The picture stands still. Reconnecting…' }
        : { sentence: 'Connection lost. Reconnecting…', hint: 'You needn’t do anything.' };
    case 'too-old':
      return state.signaling.name === 'refused' && state.signaling.code === 'service-too-old'
        ? {
            sentence: 'This room’s service needs an update.',
            hint: 'Whoever runs it can do that. This page tries again by itself.',
          }
        : { sentence: 'Lectern has been updated.', hint: 'Load the page again to watch.', action: 'reload' };
    case 'connecting':
      return state.failedLinks > 1 ? comesToNothing : fixed[view];
    case 'ended':
    case 'room-unknown':
    case 'room-full':
    case 'too-many':
    case 'removed':
      return fixed[view];
  }
}
