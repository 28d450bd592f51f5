/** For an action that may fail: the sentence that says why stays until an attempt succeeds. */
import loglevel from 'loglevel';
import { useCallback, useState } from 'react';
import { words } from './words.ts';

const log = loglevel.getLogger('ui');

interface Attempts {
  readonly problem: string | null;
  /** Resolves with what `work` gives, or with undefined where it fails. Never rejects. */
  readonly attempt: <T>(work: Promise<T>) => Promise<T | undefined>;
}

/** `fallback` is shown where the failure has no sentence of its own. */
export function useAttempt(fallback: string = words.didNotWork): Attempts {
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = useCallback(
    async <T>(work: Promise<T>): Promise<T | undefined> => {
      try {
        const result = await work;
        setProblem(null);
        return result;
      } catch (error) {
        log.debug('An action failed:', error);
        setProblem(error instanceof Error ? error.message : fallback);
        return undefined;
      }
    },
    [fallback],
  );
  return { problem, attempt };
}
