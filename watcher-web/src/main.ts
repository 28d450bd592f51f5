/**
 * The connecting core: takes over the early WebSocket and answers the offer. React is loaded when
 * there is a picture, or something to say.
 */
import { RoomId } from '@lectern/protocol';
import { UdpCheck } from '@lectern/rtc';
import type { ReadableStore } from '@lectern/state';
import { earlySocket, earlyUdp, written } from './session/early-socket.ts';
import { startDebugLog, type DebugLine } from './debug-log.ts';
import { loadPart } from './load-part.ts';
import { Player } from './player/player.ts';
import { UI_LOADS_AFTER_MS } from './policy.ts';
import { watchPageLifecycle } from './session/page-lifecycle.ts';
import { WatcherSession } from './session/watcher-session.ts';
import { viewOf } from './session/watcher-view.ts';

/** Below the address of the service, which may itself be a path of its host. */
const ROOM_PATH = /\/r\/([^/]+)$/;

function startPage(main: HTMLElement, video: HTMLVideoElement): void {
  const debugLines = startDebugLog(location.search);
  const roomId = RoomId.safeParse(ROOM_PATH.exec(location.pathname)?.[1]);
  if (!roomId.success) {
    earlySocket?.socket.close();
    main.dataset['view'] = 'room-unknown';
    void loadPart('UI', () => import('./ui/mount.tsx')).then(({ mountNoRoom }) => mountNoRoom(main));
    return;
  }
  const player = new Player(video, (linkId) => session.dispatch({ type: 'link-delivered', linkId }));
  const session: WatcherSession = new WatcherSession({
    roomId: roomId.data,
    serviceUrl: new URL('..', location.href).href.replace(/\/$/, ''),
    player,
    roomHint: written('room-hint'),
    early: earlySocket,
    udp: new UdpCheck(earlyUdp?.stunUrls, earlyUdp?.check),
  });
  session.state.subscribe(() => {
    main.dataset['view'] = viewOf(session.state.get());
  });
  session.start();
  watchPageLifecycle(session, player.sound);
  void loadRest(main, session, player, debugLines);
}

async function loadRest(
  main: HTMLElement,
  session: WatcherSession,
  player: Player,
  debugLines: ReadableStore<readonly DebugLine[]> | undefined,
): Promise<void> {
  await isJoined(session);
  const ui = loadPart('UI', () => import('./ui/mount.tsx'));
  const frameWatch = loadPart('frame watch', () => import('./health/frame-watch.ts'));
  const reporter = loadPart('reporter', () => import('./health/reporter.ts'));
  void ui.then(({ mount }) => mount({ main, session, player, debugLines }));
  void frameWatch.then(({ watchFrames }) => watchFrames(session));
  void reporter.then(({ startReporting }) => startReporting(session, player.sound.store));
}

/**
 * Resolves when the first view after `connecting` shows, or after a second. Until then React would
 * compete for the processor with the connection, the fonts and the decoder.
 */
async function isJoined({ state }: WatcherSession): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, UI_LOADS_AFTER_MS);
    const unsubscribe = state.subscribe(() => {
      if (viewOf(state.get()) === 'connecting') return;
      unsubscribe();
      resolve();
    });
  });
}

/** This script may run before the page has been parsed. */
function start(): void {
  const main = document.querySelector('main');
  const video = document.querySelector('video');
  if (main && video && typeof RTCPeerConnection === 'function' && typeof WebSocket === 'function') {
    startPage(main, video);
    // Without this mark, old-browser.js says what the browser lacks.
    main.dataset['core'] = 'running';
  }
}

if (document.readyState === 'loading') document.addEventListener('readystatechange', start, { once: true });
else start();
