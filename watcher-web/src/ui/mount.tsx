/** The UI's door: the connecting core imports nothing else of it, and only when it is already connecting. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchObstacle } from '../obstacle/watch-obstacle.ts';
import { OutsideWords } from '../player/media-session.ts';
import { LitScreen } from '../player/lit-screen.ts';
import { carriesVideo, hasPicture } from '../session/selectors.ts';
import { viewOf } from '../session/watcher-view.ts';
import { followGestures } from '../zoom/gestures.ts';
import { Deck } from './deck.ts';
import { StatePage } from './state-page.tsx';
import { WatcherPage } from './watcher-page.tsx';
import { noRoomWords } from './words.ts';

export function mount(parts: Pick<Deck, 'main' | 'session' | 'player'> & { readonly debugLines: unknown }): void {
  const obstacle = watchObstacle(parts.session.state);
  const root = parts.main.querySelector('#ui');
  if (!root) return;
  const deck = new Deck(parts);
  const { zoom, player, fillScreen } = deck;
  const { video, sound } = player;
  const isTapTaken = (): boolean => sound.store.get().sound === 'blocked' || sound.store.get().picture === 'waits';
  followGestures({ video, zoom, onDoubleClick: fillScreen, isTapTaken });
  followSession(deck);
  createRoot(root).render(
    <StrictMode>
      <WatcherPage deck={deck} obstacle={obstacle} />
    </StrictMode>,
  );
}

/** What the machine and the browser are asked to do while something is on. */
function followSession({ session, player, zoom }: Deck): void {
  const screen = new LitScreen();
  const outside = new OutsideWords(player.sound);
  const follow = (): void => {
    const { link, room } = session.state.get();
    const isOn = link !== null && hasPicture(link);
    // Sound alone needs no screen.
    screen.want(isOn && carriesVideo(link, session.state.get()));
    if (isOn && room) outside.tell(room.about);
    else outside.fallSilent();
    if (viewOf(session.state.get()) === 'ended') zoom.reset();
  };
  session.state.subscribe(follow);
  follow();
}

/** The address names no room, so there is nothing to connect to. */
export function mountNoRoom(main: HTMLElement): void {
  document.title = `${noRoomWords.sentence} – Lectern`;
  const root = main.querySelector('#ui');
  if (root) createRoot(root).render(<StatePage words={noRoomWords} />);
}
