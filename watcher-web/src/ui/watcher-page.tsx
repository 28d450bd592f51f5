/** Everything over the picture: the page for each state, the room's title, controls and panels. */
import { useEffect } from 'react';
import type { ReadableStore } from '@lectern/state';
import type { Obstacle } from '../health/obstacle.ts';
import { carriesVideo } from '../session/selectors.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import type { WatcherState } from '../session/watcher-state.ts';
import { viewOf, type WatcherView } from '../session/watcher-view.ts';
import { autoHideControls } from './auto-hide.ts';
import { ControlBar } from './control-bar.tsx';
import type { Controls } from './controls.ts';
import { pageWords, tabTitle } from './page-words.ts';
import { DebugOutlet, PanelOutlet } from './panels/panel-outlet.tsx';
import { PasscodeOutlet } from './passcode/passcode-outlet.tsx';
import { StatePage } from './state-page.tsx';
import { TapToPlay } from './tap-to-play.tsx';
import { ToastView } from './toast-view.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useStore } from './use-store.ts';
import { words as allWords, type Action, type PageWords } from './words.ts';

interface WatcherPageProps {
  readonly controls: Controls;
  /** What keeps the first picture from coming. */
  readonly obstacle: ReadableStore<Obstacle>;
}

export function WatcherPage({ controls, obstacle }: WatcherPageProps) {
  const { main, session, panels } = controls;
  const state = useStore(session.state);
  const isSheetOpen = useStore(panels.sheet) !== 'none';
  useEffect(() => autoHideControls(main, isSheetOpen), [main, isSheetOpen]);
  const view = viewOf(state);
  const words = pageWords(view, state, useStore(obstacle));
  const title = tabTitle(view, state, words);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { isPictureVisible, hasPlayer, badge } = layoutFor(view, state);
  return (
    <>
      <Overlay
        view={view}
        words={words}
        isPictureVisible={isPictureVisible}
        session={session}
        over={view === 'waiting' && hasLastFrame(state) ? 'picture' : 'stage'}
        onAction={(action) => {
          if (action === 'reload') location.reload();
          else session.dispatch({ type: 'wish-changed', wish: 'auto' });
        }}
      />
      <RoomTitle state={state} badge={badge} over={isPictureVisible ? 'picture' : 'page'} />
      {hasPlayer && (
        <PlayerControls controls={controls} isSilent={view !== 'live' || state.link?.media?.audio === false} />
      )}
      <ToastView toast={controls.toast} />
      <p className="visually-hidden" role="status" aria-live="polite">
        {[words.sentence, words.hint, words.code].filter(Boolean).join(' ')}
      </p>
      <DebugOutlet controls={controls} />
    </>
  );
}

type Badge = keyof typeof allWords.badges;

interface Layout {
  readonly isPictureVisible: boolean;
  readonly hasPlayer: boolean;
  readonly badge: Badge | null;
}

function layoutFor(view: WatcherView, state: WatcherState): Layout {
  const { link } = state;
  // A paused presenter sends a slate as the picture. An older presenter sends none: show the page.
  const hasSlate = view === 'paused' && link?.media?.video === true;
  const isReconnecting = view === 'reconnecting' && link !== null;
  const isLive = view === 'live' && link !== null;
  return {
    isPictureVisible: hasSlate || isReconnecting || (isLive && carriesVideo(link, state)),
    hasPlayer: hasSlate || isReconnecting || isLive,
    badge: view === 'live' ? 'live' : hasSlate ? 'paused' : null,
  };
}

const hasLastFrame = ({ link }: WatcherState): boolean => link?.stage === 'interrupted' || link?.stage === 'last-frame';

interface PlayerControlsProps {
  readonly controls: Controls;
  readonly isSilent: boolean;
}

function PlayerControls({ controls, isSilent }: PlayerControlsProps) {
  useShortcuts(controls);
  return (
    <>
      <TapToPlay controls={controls} isSilent={isSilent} />
      <ControlBar controls={controls} />
      <PanelOutlet controls={controls} />
    </>
  );
}

interface OverlayProps {
  readonly view: WatcherView;
  readonly words: PageWords;
  readonly isPictureVisible: boolean;
  readonly session: WatcherSession;
  readonly over: 'stage' | 'picture';
  readonly onAction: (action: Action) => void;
}

function Overlay({ view, words, isPictureVisible, session, over, onAction }: OverlayProps) {
  // With a key, so that new words appear in place instead of shifting there.
  if (!isPictureVisible) {
    return (
      <StatePage key={words.sentence} words={words} over={over} onAction={onAction}>
        {view === 'passcode' && <PasscodeOutlet session={session} />}
      </StatePage>
    );
  }
  if (view !== 'reconnecting') return null;
  return (
    <p className="banner">
      {words.sentence}
      {words.code && <span className="code"> {words.code}</span>}
    </p>
  );
}

interface RoomTitleProps {
  readonly state: WatcherState;
  readonly badge: Badge | null;
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
      {/* Last, so that nothing shifts when it comes or goes. */}
      {badge && (
        <span className="badge" data-badge={badge}>
          {allWords.badges[badge]}
        </span>
      )}
    </header>
  );
}
