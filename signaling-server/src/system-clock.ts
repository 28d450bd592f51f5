/** The machine's clock. */
import type { Clock } from './room/clock.ts';

export interface SystemClock extends Clock {
  /** Cancels all timers. */
  stop(): void;
}

export function startClock(): SystemClock {
  const pending = new Set<NodeJS.Timeout>();
  return {
    now: () => Date.now(),
    after(delayMs, run) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        run();
      }, delayMs);
      pending.add(timer);
      return () => {
        pending.delete(timer);
        clearTimeout(timer);
      };
    },
    stop() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
