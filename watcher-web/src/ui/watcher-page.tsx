/** What lies over the picture: the page for the view at hand, who presents, and the controls. */
import { useEffect, useSyncExternalStore } from 'react';
import type { ReadableStore } from '@lectern/rtc';
import type { Obstacle } from '../obstacle/obstacle.ts';
import type { Player } from '../player/player.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { viewOf, type WatcherView } from '../session/watcher-view.ts';
import type { LinkFacts, WatcherState } from '../session/watcher-facts.ts';
import { Controls } from './controls.tsx';
import { StatePage } from './state-page.tsx';
import { useStirring } from './use-stirring.ts';
import { obstacleWords, pageTitleFor, wordsFor, type Words } from './words.ts';

export interface WatcherPageProps {
  readonly main: HTMLElement;
  readonly session: WatcherSession;
  readonly player: Player;
  /** What keeps a first picture from coming. */
  readonly obstacle: ReadableStore<Obstacle>;
}

export function WatcherPage({ main, session, player, obstacle: obstacleStore }: WatcherPageProps) {
  const state = useSyncExternalStore(session.store.subscribe, session.store.get);
  const stirring = useStirring(main);
  const view = viewOf(state);
  const obstacle = useSyncExternalStore(obstacleStore.subscribe, obstacleStore.get);
  const words = view === 'connecting' && obstacle !== 'none' ? obstacleWords[obstacle] : wordsFor(view, state);
  const title = pageTitleFor(view, state, words);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const hasSlate = view === 'paused' && state.link?.media?.video === true;
  return (
    <>
      <Overlay view={view} words={words} state={state} />
      <RoomTitle state={state} badge={view === 'live' ? 'Live' : hasSlate ? 'Paused' : null} />
      {(view === 'live' || view === 'reconnecting' || hasSlate) && state.link && (
        <Controls main={main} player={player} silent={view !== 'live' || state.link.media?.audio === false} />
      )}
      <p className="unseen" role="status" aria-live="polite">
        {[words.sentence, words.hint].filter(Boolean).join(' ')}
      </p>
      <div className="unseen" data-controls={stirring ? 'shown' : 'hidden'} />
    </>
  );
}

const hasPicture = (link: LinkFacts | null): boolean => link?.stage === 'interrupted' || link?.stage === 'still';

function Overlay({ view, words, state }: { view: WatcherView; words: Words; state: WatcherState }) {
  // Another page for other words: its lines appear where they belong instead of moving there.
  const page = (
    <StatePage
      key={words.sentence}
      words={words}
      over={view === 'waiting' && hasPicture(state.link) ? 'picture' : 'stage'}
    />
  );
  if (view === 'live') return state.link?.media?.video === false ? page : null;
  // The presenter's slate is the picture then. An older presenter sends none, and the page says it.
  if (view === 'paused' && state.link?.media?.video) return null;
  if (view === 'reconnecting' && state.link) return <p className="notice">{words.sentence}</p>;
  return page;
}

function RoomTitle({ state, badge }: { state: WatcherState; badge: 'Live' | 'Paused' | null }) {
  const { presenter = '', title = '' } = state.room?.about ?? {};
  return (
    <header className="room">
      <span className="room-text">
        {presenter && <strong>{presenter}</strong>}
        {title && <span>{title}</span>}
      </span>
      {/* Last, so that its coming and going moves nothing. */}
      {badge && (
        <span className="badge" data-badge={badge}>
          {badge}
        </span>
      )}
    </header>
  );
}
