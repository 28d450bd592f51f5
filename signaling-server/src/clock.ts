/** Time as the service sees it: one place to read it from, and one to wait on. */

export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
}

export interface RunningClock extends Clock {
  /** Cancels whatever is still to come. */
  stop(): void;
}

export function startClock(): RunningClock {
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
