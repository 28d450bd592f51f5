/** The connecting core: takes the early WebSocket over and answers the offer. React comes when there is a picture, or something to say. */
import { RoomId } from '@lectern/protocol';
import { earlySocket } from './early/early-socket.ts';
import { Player } from './player/player.ts';
import { followPage } from './session/follow-page.ts';
import { WatcherSession } from './session/watcher-session.ts';
import { viewOf } from './session/watcher-view.ts';

const ROOM_PATH = /^\/r\/([^/]+)\/?$/;
/** The page itself says "Connecting…"; what takes longer than this is no ordinary joining, and the UI says more. */
const JOINING_MS = 1_000;

function startPage(main: HTMLElement, video: HTMLVideoElement): void {
  const roomId = RoomId.safeParse(ROOM_PATH.exec(location.pathname)?.[1]);
  const player = new Player(video);
  if (!roomId.success) {
    earlySocket?.socket.close();
    main.dataset['view'] = 'room-unknown';
    void import('./ui/mount.tsx').then(({ mountNoRoom }) => mountNoRoom(main));
    return;
  }
  const session = new WatcherSession({ roomId: roomId.data, serviceUrl: location.origin, player, early: earlySocket });
  session.store.subscribe(() => {
    main.dataset['view'] = viewOf(session.store.get());
  });
  session.start();
  followPage(session, player);
  void dress(main, session, player);
}

async function dress(main: HTMLElement, session: WatcherSession, player: Player): Promise<void> {
  await joined(session);
  void import('./ui/mount.tsx').then(({ mount }) => mount({ main, session, player }));
  void import('./report/frame-watch.ts').then(({ watchFrames }) => watchFrames(session));
  void import('./report/reporter.ts').then(({ startReporting }) => startReporting(session, player));
}

/** React would take the processor from the connection, the fonts and the decoder, all of which the first picture waits for. */
async function joined({ store }: WatcherSession): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, JOINING_MS);
    const leave = store.subscribe(() => {
      if (viewOf(store.get()) === 'connecting') return;
      leave();
      resolve();
    });
  });
}

/** Runs as soon as it is here, which may be before the page has been read. */
function start(): void {
  const main = document.querySelector('main');
  const video = document.querySelector('video');
  if (main && video && typeof RTCPeerConnection === 'function' && typeof WebSocket === 'function') {
    startPage(main, video);
    // Where this mark is missing, old-browser.js says what the browser lacks.
    main.dataset['core'] = 'running';
  }
}

if (document.readyState === 'loading') document.addEventListener('readystatechange', start, { once: true });
else start();
