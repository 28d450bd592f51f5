/** The machine's clock. */
import type { Logger } from 'pino';
import type { Clock } from './room/clock.ts';

export interface SystemClock extends Clock {
  /** Cancels all timers. */
  stop(): void;
}

/** A timer that fails is a bug of one room: it must not end the process, and all rooms with it. */
export function startClock(log: Logger, now: () => number = Date.now): SystemClock {
  const pending = new Set<NodeJS.Timeout>();
  return {
    now,
    elapsed: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        try {
          run();
        } catch (error) {
          log.error({ err: error }, 'timer failed');
        }
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
