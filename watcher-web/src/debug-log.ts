/** With `?debug` in the address: logs everything and keeps the newest lines for the debug panel. */
import { Store, type ReadableStore } from '@lectern/state';
import loglevel, { type MethodFactory } from 'loglevel';
import { DEBUG_LINES_MAX } from './policy.ts';

export interface DebugLine {
  /** Counts up from 1. */
  readonly number: number;
  readonly text: string;
}

/** Returns the kept lines, oldest first. Undefined without `?debug`: only warnings are logged. */
export function startDebugLog(query: string): ReadableStore<readonly DebugLine[]> | undefined {
  if (!new URLSearchParams(query).has('debug')) return undefined;
  const lines = new Store<readonly DebugLine[]>([]);
  let count = 0;
  const keepLines =
    (factory: MethodFactory): MethodFactory =>
    (method, level, area) => {
      const write = factory(method, level, area);
      return (...words: unknown[]) => {
        const text = `${clockTime()} ${method} ${String(area)}: ${words.map(String).join(' ')}`;
        count += 1;
        lines.set([...lines.get().slice(1 - DEBUG_LINES_MAX), { number: count, text }]);
        write(...words);
      };
    };
  // Loggers of scripts that load later inherit this from the root.
  for (const logger of [loglevel, ...Object.values(loglevel.getLoggers())]) {
    logger.methodFactory = keepLines(logger.methodFactory);
  }
  // `false`: not kept for the next visit. `rebuild` reaches the loggers that exist already.
  loglevel.setLevel('debug', false);
  loglevel.rebuild();
  return lines;
}

const clockTime = (): string => new Date().toISOString().slice(11, 23);
