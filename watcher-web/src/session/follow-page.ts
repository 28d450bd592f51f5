/** What the page and the machine go through, told to the session: sleep, other networks, being put away and brought back. */
import type { Player } from '../player/player.ts';
import type { WatcherSession } from './watcher-session.ts';

/** Smaller differences are clock corrections. */
const SLEPT_MS = 15_000;
const TICK_MS = 2_000;
/** A page that is looked at has its timers run; so late, it was the machine that slept. */
const LATE_MS = 8_000;

export function followPage(session: WatcherSession, player: Player): void {
  let behindMs = clockLeadMs();
  const woken = (networkChanged: boolean): void => {
    const nowBehindMs = clockLeadMs();
    const slept = nowBehindMs - behindMs > SLEPT_MS;
    behindMs = nowBehindMs;
    session.dispatch({ on: 'woken', afresh: networkChanged || slept });
    player.sound.play();
  };
  let tickedAtMs = Date.now();
  setInterval(() => {
    const lateMs = Date.now() - tickedAtMs - TICK_MS;
    tickedAtMs = Date.now();
    if (lateMs > LATE_MS && document.visibilityState === 'visible') woken(true);
  }, TICK_MS);
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
