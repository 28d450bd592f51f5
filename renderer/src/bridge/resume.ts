/** Detects that the machine has slept. No event says so, so a gap in a timer has to. */

/** Timers of a hidden page may fire only once a minute. A longer gap than this is sleep. */
const SLEEP_MS = 90_000;
const CHECK_EVERY_MS = 15_000;

/** Whether the machine, or at least the page, was asleep between two beats. */
export const hasSlept = (lastBeatMs: number, nowMs: number): boolean => nowMs - lastBeatMs > SLEEP_MS;

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
  const timer = setInterval(beat, CHECK_EVERY_MS);
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
