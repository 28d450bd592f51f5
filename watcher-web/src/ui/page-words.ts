/** Chooses the words for each state of the page. Pure. */
import { codeOf, type NetworkCode, type Obstacle } from '../health/obstacle.ts';
import { beforeLoss, carriesVideo } from '../session/selectors.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import { isWaitingUnconnected, type WatcherView } from '../session/watcher-view.ts';
import { words, type PageWords } from './words.ts';

const { pages } = words;

const obstacleWords: Readonly<Record<NetworkCode, PageWords>> = {
  N1: pages.serviceSilent,
  N2: pages.captivePortal,
  N3: pages.socketsBlocked,
  N4: pages.noOtherWay,
  N5: pages.noOtherWay,
  N6: pages.waysBlocked,
  N7: pages.turnRefuses,
  N8: pages.otherEnd,
};

function wordsFor(obstacle: Obstacle): PageWords {
  const code = codeOf(obstacle);
  if (code === undefined) return pages.mediaBlocked;
  const { sentence, hint = '', ...rest } = obstacleWords[code];
  const blocked = obstacle.name === 'no-path' ? (obstacle.tried?.blocked ?? []) : [];
  return { ...rest, sentence, hint: words.namingBlocked(hint, blocked), code: words.networkCode(code) };
}

export function pageWords(view: WatcherView, state: WatcherState, obstacle: Obstacle): PageWords {
  if (isWithdrawn(view, state)) return pages.withdrawn;
  if (isWaitingUnconnected(state) && obstacle.name !== 'none') return wordsAfter(pages.connectionLost, obstacle);
  switch (view) {
    case 'connecting':
      if (obstacle.name !== 'none') return wordsFor(obstacle);
      return state.failedLinks > 1 ? pages.noPicture : pages.connecting;
    case 'live':
      return liveWords(state);
    case 'paused':
      return words.paused(presenterIn(state));
    case 'waiting':
      return isPresenterAway(state) ? pages.presenterAway : pages.waiting;
    case 'reconnecting':
      return wordsAfter(state.link ? pages.frozen : pages.connectionLost, obstacle);
    case 'ended':
      return state.room?.endedByService === true ? pages.endedByService : pages.ended;
    case 'room-unknown':
      return pages.roomUnknown;
    case 'room-full':
      return pages.roomFull;
    case 'too-many':
      return pages.tooMany;
    case 'removed':
      return pages.removed;
    case 'passcode':
      return pages.passcode;
    case 'lobby':
      return pages.lobby;
    case 'too-old':
      return isServiceTooOld(state) ? pages.serviceTooOld : pages.pageTooOld;
    case 'set-up-wrongly':
      return pages.setUpWrongly;
  }
}

/** Where there was a connection before: that a service is silent is no fault of this network. */
const wordsAfter = (before: PageWords, obstacle: Obstacle): PageWords =>
  ['none', 'service-silent'].includes(obstacle.name) ? before : wordsFor(obstacle);

function liveWords(state: WatcherState): PageWords {
  const { link, wish } = state;
  if (wish === 'sound') return pages.soundOnlyByWatcher;
  if (!link || carriesVideo(link, state)) return words.live(presenterIn(state));
  return link.media?.audio === true ? pages.soundOnlyByPresenter : words.nothingSent(presenterIn(state));
}

/** Also after the service has forgotten the room: its presenter will not come back to it. */
const isWithdrawn = (view: WatcherView, { room }: WatcherState): boolean =>
  room?.about.withdrawn === true && ['waiting', 'ended', 'room-unknown'].includes(view);

const presenterIn = ({ room }: WatcherState): string => room?.about.presenter.trim() || words.thePresenter;

/** A service that has forgotten the room has not heard from its presenter either. */
const isPresenterAway = ({ room, signaling }: WatcherState): boolean =>
  room?.phase === 'away' || beforeLoss(signaling).name === 'refused';

const isServiceTooOld = ({ signaling }: WatcherState): boolean =>
  signaling.name === 'refused' && signaling.code === 'service-too-old';

/** The title of the tab tells the state among many tabs. */
export function tabTitle(view: WatcherView, state: WatcherState, { sentence }: PageWords): string {
  if (isWithdrawn(view, state)) return words.tab.other(sentence);
  const { room } = state;
  const name = room?.about.title.trim() || room?.about.presenter.trim() || words.appName;
  switch (view) {
    case 'live':
    case 'paused':
    case 'waiting':
    case 'reconnecting':
    case 'ended':
      return words.tab[view](name);
    case 'connecting':
    case 'room-unknown':
    case 'room-full':
    case 'removed':
    case 'too-many':
    case 'passcode':
    case 'lobby':
    case 'too-old':
    case 'set-up-wrongly':
      return words.tab.other(sentence);
  }
}
