/** The UI's door: the connecting core imports nothing else of it, and only when it is already connecting. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchObstacle } from '../obstacle/watch-obstacle.ts';
import { WatcherPage, type WatcherPageProps } from './watcher-page.tsx';
import { StatePage } from './state-page.tsx';
import { noRoomWords } from './words.ts';

export function mount(props: Omit<WatcherPageProps, 'obstacle'>): void {
  const obstacle = watchObstacle(props.session.store);
  const root = props.main.querySelector('#ui');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <WatcherPage {...props} obstacle={obstacle} />
    </StrictMode>,
  );
}

/** The address names no room, so there is nothing to connect to. */
export function mountNoRoom(main: HTMLElement): void {
  document.title = `${noRoomWords.sentence} – Lectern`;
  const root = main.querySelector('#ui');
  if (root) createRoot(root).render(<StatePage words={noRoomWords} />);
}
