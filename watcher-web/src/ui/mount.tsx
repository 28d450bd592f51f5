/** Entry of the UI. The core imports nothing else from it, and only once it is connecting. */
import { Store } from '@lectern/state';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { noObstacle, type Obstacle, type TriedWays } from '../health/obstacle.ts';
import { loadPart } from '../load-part.ts';
import { SystemControls } from '../player/system-controls.ts';
import { WakeLock } from '../player/wake-lock.ts';
import { carriesVideo, hasPicture } from '../session/selectors.ts';
import type { WatcherSession } from '../session/watcher-session.ts';
import { viewOf } from '../session/watcher-view.ts';
import { handleGestures } from '../zoom/gestures.ts';
import { Controls, type ControlsOptions } from './controls.ts';
import { StatePage } from './state-page.tsx';
import { WatcherPage } from './watcher-page.tsx';
import { words } from './words.ts';

export function mount(options: ControlsOptions): void {
  const root = options.main.querySelector('#ui');
  if (!root) return;
  const { session } = options;
  const obstacle = new Store<Obstacle>(noObstacle);
  void watchForObstacles(session, obstacle);
  const controls = new Controls(options);
  const { zoom, player, toggleFullScreen } = controls;
  const { video, sound } = player;
  const isTapReserved = (): boolean => sound.store.get().sound === 'blocked' || sound.store.get().picture === 'blocked';
  handleGestures({ video, zoom, onDoubleClick: toggleFullScreen, isTapReserved });
  updateSystem(controls);
  createRoot(root).render(
    <StrictMode>
      <WatcherPage controls={controls} obstacle={obstacle} />
    </StrictMode>,
  );
}

/** Loaded apart, and at once: later it might not load any more. */
async function watchForObstacles(session: WatcherSession, found: Store<Obstacle>): Promise<void> {
  const { watchObstacle, whoAnswersHere } = await loadPart(
    'obstacle watch',
    () => import('../health/obstacle-watch.ts'),
  );
  const tryWays = async (): Promise<TriedWays> => await (await import('../health/try-ways.ts')).tryWays(session);
  watchObstacle(session.state, { whoAnswers: whoAnswersHere, tryWays }, found);
}

/** Keeps the wake lock and the system's media controls in step with the session. */
function updateSystem({ session, player, zoom }: Controls): void {
  const wakeLock = new WakeLock();
  const system = new SystemControls(player.sound);
  const update = (): void => {
    const state = session.state.get();
    const { link, room } = state;
    const isOn = link !== null && hasPicture(link);
    wakeLock.want(isOn && carriesVideo(link, state));
    if (isOn && room) system.show(room.about);
    else system.clear();
    if (viewOf(state) === 'ended') zoom.reset();
  };
  session.state.subscribe(update);
  update();
}

/** For an address that names no room. */
export function mountNoRoom(main: HTMLElement): void {
  const { noRoom } = words.pages;
  document.title = words.tab.other(noRoom.sentence);
  const root = main.querySelector('#ui');
  if (root) createRoot(root).render(<StatePage words={noRoom} />);
}
