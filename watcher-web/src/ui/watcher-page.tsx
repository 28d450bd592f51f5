/** What lies over the picture: the page for the view at hand, who presents, the controls and the panels. */
import { useEffect } from 'react';
import type { ReadableStore } from '@lectern/state';
import type { Obstacle } from '../obstacle/obstacle.ts';
import { carriesVideo } from '../session/selectors.ts';
import type { LinkInfo, WatcherState } from '../session/watcher-state.ts';
import { viewOf, type WatcherView } from '../session/watcher-view.ts';
import { Controls } from './controls.tsx';
import { keepCalm } from './keep-calm.ts';
import type { Deck } from './deck.ts';
import { PanelOutlet } from './panels/panel-outlet.tsx';
import { RemarkView } from './remark-view.tsx';
import { StatePage } from './state-page.tsx';
import { TapToPlay } from './tap-to-play.tsx';
import { useKeys } from './use-keys.ts';
import { useStore } from './use-store.ts';
import { obstacleWords, pageTitleFor, wordsFor, type Action, type Words } from './words.ts';

interface WatcherPageProps {
  readonly deck: Deck;
  /** What keeps a first picture from coming. */
  readonly obstacle: ReadableStore<Obstacle>;
}

export function WatcherPage({ deck, obstacle: obstacleStore }: WatcherPageProps) {
  const { main, session, panels } = deck;
  const state = useStore(session.state);
  const isSheetOpen = useStore(panels.sheet) !== 'none';
  useEffect(() => keepCalm(main, isSheetOpen), [main, isSheetOpen]);
  const view = viewOf(state);
  const obstacle = useStore(obstacleStore);
  const words = view === 'connecting' && obstacle !== 'none' ? obstacleWords[obstacle] : wordsFor(view, state);
  const title = pageTitleFor(view, state, words);
  useEffect(() => {
    document.title = title;
  }, [title]);
  // The presenter's slate is the picture then. An older presenter sends none, and the page says it.
  const hasSlate = view === 'paused' && state.link?.media?.video === true;
  const isPictureSeen =
    hasSlate || (view === 'reconnecting' && state.link !== null) || (view === 'live' && hasVideo(state));
  const hasPlayer = (view === 'live' || view === 'reconnecting' || hasSlate) && state.link !== null;
  const act = (action: Action): void =>
    action === 'reload' ? location.reload() : session.dispatch({ type: 'wish-changed', wish: 'auto' });
  return (
    <>
      <Overlay
        view={view}
        words={words}
        isPictureSeen={isPictureSeen}
        over={view === 'waiting' && standsStill(state.link) ? 'picture' : 'stage'}
        act={act}
      />
      <RoomTitle
        state={state}
        badge={view === 'live' ? 'Live' : hasSlate ? 'Paused' : null}
        over={isPictureSeen ? 'picture' : 'page'}
      />
      {hasPlayer && <Player deck={deck} silent={view !== 'live' || state.link?.media?.audio === false} />}
      <RemarkView remark={deck.remark} />
      <p className="unseen" role="status" aria-live="polite">
        {[words.sentence, words.hint].filter(Boolean).join(' ')}
      </p>
    </>
  );
}

const standsStill = (link: LinkInfo | null): boolean => link?.stage === 'interrupted' || link?.stage === 'last-frame';

const hasVideo = (state: WatcherState): boolean => state.link !== null && carriesVideo(state.link, state);

function Player({ deck, silent }: { readonly deck: Deck; readonly silent: boolean }) {
  useKeys(deck);
  return (
    <>
      <TapToPlay deck={deck} silent={silent} />
      <Controls deck={deck} />
      <PanelOutlet deck={deck} />
    </>
  );
}

interface OverlayProps {
  readonly view: WatcherView;
  readonly words: Words;
  readonly isPictureSeen: boolean;
  readonly over: 'stage' | 'picture';
  readonly act: (action: Action) => void;
}

function Overlay({ view, words, isPictureSeen, over, act }: OverlayProps) {
  // Another page for other words: its lines appear where they belong instead of moving there.
  if (!isPictureSeen) return <StatePage key={words.sentence} words={words} over={over} act={act} />;
  return view === 'reconnecting' ? <p className="notice">{words.sentence}</p> : null;
}

interface RoomTitleProps {
  readonly state: WatcherState;
  readonly badge: 'Live' | 'Paused' | null;
  readonly over: 'picture' | 'page';
}

function RoomTitle({ state, badge, over }: RoomTitleProps) {
  const { presenter = '', title = '' } = state.room?.about ?? {};
  return (
    <header key={over} className="room" data-over={over}>
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
