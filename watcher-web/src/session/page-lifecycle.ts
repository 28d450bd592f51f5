/** Dispatches events of the page and the machine: sleep, network changes, leaving, restoring. */
import type { SoundControl } from '../player/sound-control.ts';
import { SLEEP_CHECK_INTERVAL_MS, SLEEP_MIN_MS, SLEEP_TIMER_LATE_MS } from '../policy.ts';
import type { WatcherSession } from './watcher-session.ts';

export function watchPageLifecycle(session: Pick<WatcherSession, 'dispatch'>, sound: Pick<SoundControl, 'play'>): void {
  let clockLeadMs = wallClockLeadMs();
  const wake = (networkChanged: boolean): void => {
    const leadNowMs = wallClockLeadMs();
    const slept = leadNowMs - clockLeadMs > SLEEP_MIN_MS;
    clockLeadMs = leadNowMs;
    session.dispatch({ type: 'woken', reconnect: networkChanged || slept });
    sound.play();
  };
  let checkedAtMs = Date.now();
  setInterval(() => {
    const lateMs = Date.now() - checkedAtMs - SLEEP_CHECK_INTERVAL_MS;
    checkedAtMs = Date.now();
    if (lateMs > SLEEP_TIMER_LATE_MS && document.visibilityState === 'visible') wake(true);
  }, SLEEP_CHECK_INTERVAL_MS);
  addEventListener('online', () => wake(true));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake(false);
  });
  addEventListener('pagehide', () => session.dispatch({ type: 'page-left' }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) session.dispatch({ type: 'page-restored' });
  });
}

/** The wall clock runs during sleep, the page's clock does not: their difference grows by it. */
const wallClockLeadMs = (): number => Date.now() - performance.timeOrigin - performance.now();
