/** The UI's door: the connecting core imports nothing else of it, and only when it is already connecting. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchObstacle } from '../obstacle/watch-obstacle.ts';
import { OutsideWords } from '../player/media-session.ts';
import { LitScreen } from '../player/lit-screen.ts';
import { viewOf } from '../session/watcher-view.ts';
import { followGestures } from '../zoom/gestures.ts';
import { Deck } from './deck.ts';
import { StatePage } from './state-page.tsx';
import { WatcherPage } from './watcher-page.tsx';
import { noRoomWords } from './words.ts';

export function mount(parts: Pick<Deck, 'main' | 'session' | 'player'>): void {
  const obstacle = watchObstacle(parts.session.store);
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
    const { link, room } = session.store.get();
    const isOn = link !== null && link.stage !== 'opening' && link.stage !== 'connected';
    // Sound alone needs no screen.
    screen.want(isOn && link.media?.video !== false && session.wish.get() !== 'sound');
    if (isOn && room) outside.tell(room.about);
    else outside.fallSilent();
    if (viewOf(session.store.get()) === 'ended') zoom.reset();
  };
  session.store.subscribe(follow);
  session.wish.subscribe(follow);
  follow();
}

/** The address names no room, so there is nothing to connect to. */
export function mountNoRoom(main: HTMLElement): void {
  document.title = `${noRoomWords.sentence} – Lectern`;
  const root = main.querySelector('#ui');
  if (root) createRoot(root).render(<StatePage words={noRoomWords} />);
}
