/** What the page and the machine go through, told to the session: sleep, other networks, being put away and brought back. */
import type { Player } from '../player/player.ts';
import type { WatcherSession } from './watcher-session.ts';

/** Smaller differences are clock corrections. */
const SLEPT_MS = 15_000;

export function followPage(session: WatcherSession, player: Player): void {
  let behindMs = clockLeadMs();
  const woken = (networkChanged: boolean): void => {
    const nowBehindMs = clockLeadMs();
    const slept = nowBehindMs - behindMs > SLEPT_MS;
    behindMs = nowBehindMs;
    session.dispatch({ on: 'woken', afresh: networkChanged || slept });
    player.sound.play();
  };
  addEventListener('online', () => woken(true));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') woken(false);
  });
  addEventListener('pagehide', () => session.dispatch({ on: 'put-away' }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) session.dispatch({ on: 'brought-back' });
  });
}

/** The wall clock goes on while a machine sleeps, the page's own does not: the lead grows by the time slept. */
const clockLeadMs = (): number => Date.now() - performance.timeOrigin - performance.now();
