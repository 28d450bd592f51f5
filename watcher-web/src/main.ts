/** The connecting core: opens the WebSocket and answers the offer before React is even loaded. */
import { RoomId } from '@lectern/protocol';
import { Player } from './player/player.ts';
import { followPage } from './session/follow-page.ts';
import { WatcherSession } from './session/watcher-session.ts';
import { viewOf } from './session/watcher-view.ts';

const ROOM_PATH = /^\/r\/([^/]+)\/?$/;

function startPage(main: HTMLElement, video: HTMLVideoElement): void {
  const roomId = RoomId.safeParse(ROOM_PATH.exec(location.pathname)?.[1]);
  const player = new Player(video);
  if (!roomId.success) {
    main.dataset['view'] = 'room-unknown';
    void import('./ui/mount.tsx').then(({ mountNoRoom }) => mountNoRoom(main));
    return;
  }
  const session = new WatcherSession({ roomId: roomId.data, serviceUrl: location.origin, player });
  session.store.subscribe(() => {
    main.dataset['view'] = viewOf(session.store.get());
  });
  session.start();
  followPage(session, player);
  void import('./ui/mount.tsx').then(({ mount }) => mount({ main, session, player }));
  void import('./report/reporter.ts').then(({ startReporting }) => startReporting(session, player));
}

const main = document.querySelector('main');
const video = document.querySelector('video');
if (main && video && typeof RTCPeerConnection === 'function' && typeof WebSocket === 'function') {
  startPage(main, video);
  // Where this mark is missing, old-browser.js says what the browser lacks.
  main.dataset['core'] = 'running';
}
