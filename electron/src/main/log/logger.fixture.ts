/** A logger for tests that keeps its lines. */
import type { Logger } from './logger.ts';

export interface FakeLogger extends Logger {
  /** Lines of every level. */
  readonly lines: readonly string[];
  /** Errors and warnings. */
  readonly problems: readonly string[];
}

export function fakeLogger(): FakeLogger {
  const lines: string[] = [];
  const problems: string[] = [];
  const note = (line: string): void => void lines.push(line);
  const noteProblem = (line: string): void => {
    lines.push(line);
    problems.push(line);
  };
  return { lines, problems, error: noteProblem, warn: noteProblem, info: note, debug: note };
}
