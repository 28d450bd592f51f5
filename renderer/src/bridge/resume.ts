/** A page is not told that the machine has slept, so it looks for the traces. */

/** Timers of a hidden page may fire once a minute; a longer gap than this is sleep, not throttling. */
const SLEEP_MS = 90_000;
const CHECK_EVERY_MS = 15_000;

/** True where the clock went on much longer than the beat: the machine, or at least the page, was asleep in between. */
export const hasSlept = (lastBeatMs: number, nowMs: number): boolean => nowMs - lastBeatMs > SLEEP_MS;

/** Tells of wakings: after a gap in the beat, out of the back/forward cache, and when the network is back. Returns the unsubscribe. */
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
