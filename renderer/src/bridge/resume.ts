/** Detects that the machine has slept. No event says so, so a gap in a timer has to. */
import { SLEEP_CHECK_INTERVAL_MS, SLEEP_GAP_MS } from '../policy/bridge.ts';

/** Whether the machine, or at least the page, was asleep between two checks. */
export const hasSlept = (lastBeatMs: number, nowMs: number): boolean => nowMs - lastBeatMs > SLEEP_GAP_MS;

/**
 * Calls `listener` after sleep, after a return from the back/forward cache, and when the network is
 * back. Returns the unsubscribe.
 */
export function onResumed(listener: () => void): () => void {
  let lastBeatMs = Date.now();
  const beat = (): void => {
    const slept = hasSlept(lastBeatMs, Date.now());
    lastBeatMs = Date.now();
    if (slept) listener();
  };
  const onPageShow = (event: PageTransitionEvent): void => {
    if (event.persisted) listener();
  };
  const timer = setInterval(beat, SLEEP_CHECK_INTERVAL_MS);
  document.addEventListener('visibilitychange', beat);
  addEventListener('pageshow', onPageShow);
  addEventListener('online', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', beat);
    removeEventListener('pageshow', onPageShow);
    removeEventListener('online', listener);
  };
}
