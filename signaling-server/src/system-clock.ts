/** The machine's clock. */
import type { Logger } from 'pino';
import type { Clock } from './room/clock.ts';

export interface SystemClock extends Clock {
  /** No timer runs any more. */
  stop(): void;
}

/** A timer that fails is a bug of one room: it must not end the process, and all rooms with it. */
export function startClock(log: Logger, now: () => number = Date.now): SystemClock {
  let state: 'running' | 'stopped' = 'running';
  const fire = (run: () => void): void => {
    if (state === 'stopped') return;
    try {
      run();
    } catch (error) {
      log.error({ err: error }, 'timer failed');
    }
  };
  return {
    now,
    elapsed: () => performance.now(),
    after(delayMs, run) {
      // The open port keeps the process alive, so no timer has to.
      const timer = setTimeout(fire, delayMs, run).unref();
      return () => clearTimeout(timer);
    },
    stop() {
      state = 'stopped';
    },
  };
}
