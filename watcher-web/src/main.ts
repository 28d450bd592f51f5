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
// A browser without these is told so by old-browser.js.
if (main && video && 'RTCPeerConnection' in window && 'WebSocket' in window) startPage(main, video);
