/**
 * What the parts of the main process log with. A line is plain text, so no object with a secret in
 * it can be logged.
 */

/**
 * error: a bug or lost data; someone must act. warn: degraded, and it recovers by itself or a
 * person may notice. info: one line for each transition of a lifecycle. debug: what a diagnosis
 * needs.
 */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

export type Logger = Readonly<Record<LogLevel, (line: string) => void>>;

/** The text of something that was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
