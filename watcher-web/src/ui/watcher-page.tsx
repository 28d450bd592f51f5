/** What lies over the picture: the page for the view at hand, who presents, and the controls. */
import { useSyncExternalStore } from 'react';
import type { Player } from '../player/player.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { viewOf, type WatcherView } from '../session/watcher-view.ts';
import type { WatcherState } from '../session/watcher-facts.ts';
import { Controls } from './controls.tsx';
import { StatePage } from './state-page.tsx';
import { useStirring } from './use-stirring.ts';
import { wordsFor, type Words } from './words.ts';

export interface WatcherPageProps {
  readonly main: HTMLElement;
  readonly session: WatcherSession;
  readonly player: Player;
}

export function WatcherPage({ main, session, player }: WatcherPageProps) {
  const state = useSyncExternalStore(session.store.subscribe, session.store.get);
  const stirring = useStirring(main);
  const view = viewOf(state);
  const words = wordsFor(view, state);
  return (
    <>
      <Overlay view={view} words={words} state={state} />
      <RoomTitle state={state} live={view === 'live'} />
      {(view === 'live' || view === 'reconnecting') && state.link && (
        <Controls main={main} player={player} silent={view !== 'live' || state.link.media?.audio === false} />
      )}
      <p className="unseen" role="status" aria-live="polite">
        {[words.sentence, words.hint].filter(Boolean).join(' ')}
      </p>
      <div className="unseen" data-controls={stirring ? 'shown' : 'hidden'} />
    </>
  );
}

function Overlay({ view, words, state }: { view: WatcherView; words: Words; state: WatcherState }) {
  if (view === 'live') return state.link?.media?.video === false ? <StatePage words={words} /> : null;
  if (view === 'reconnecting' && state.link) return <p className="notice">{words.sentence}</p>;
  return <StatePage words={words} />;
}

function RoomTitle({ state, live }: { state: WatcherState; live: boolean }) {
  const { presenter = '', title = '' } = state.room?.about ?? {};
  return (
    <header className="room">
      {live && <span className="live-badge">Live</span>}
      <span className="room-text">
        {presenter && <strong>{presenter}</strong>}
        {title && <span>{title}</span>}
      </span>
    </header>
  );
}
