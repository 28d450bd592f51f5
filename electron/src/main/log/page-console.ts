/**
 * Copies what our pages write to their console into the log: the page's own logger writes there,
 * and so does Chromium.
 */
import type { WebContents, WebContentsConsoleMessageEventParams } from 'electron';
import type { Logger, LogLevel } from './logger.ts';

type ConsoleLevel = WebContentsConsoleMessageEventParams['level'];

const levels: Readonly<Record<ConsoleLevel, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
};
/** The order of the numbers by which Electron before 35 names a level. */
const levelNames: readonly ConsoleLevel[] = ['debug', 'info', 'warning', 'error'];

/** Longer lines are cut: a page that logs a whole object must not fill the file. */
const MAX_LINE_LENGTH = 2_000;

interface ConsoleLine {
  readonly level: LogLevel;
  readonly text: string;
}

/**
 * Reads the event as Electron 35 and later send it (an object), or as earlier ones do (with level
 * and message behind it). Pure.
 */
export function readConsoleLine(
  event: { readonly level?: ConsoleLevel; readonly message?: string },
  oldLevel?: number,
  oldMessage?: string,
): ConsoleLine {
  const level = event.level ?? levelNames[oldLevel ?? -1] ?? 'info';
  return { level: levels[level], text: (event.message ?? oldMessage ?? '').slice(0, MAX_LINE_LENGTH) };
}

/**
 * A listener for the event of both forms. Without named parameters, because Electron 35 and later
 * report one that has more than one (its `length`) as deprecated.
 */
export const consoleListener =
  (log: Logger) =>
  (...event: Parameters<typeof readConsoleLine>): void => {
    const { level, text } = readConsoleLine(...event);
    log[level](text);
  };

export function logConsole(contents: WebContents, log: Logger): void {
  contents.on('console-message', consoleListener(log));
}
