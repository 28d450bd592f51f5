/**
 * An error whose message is written for the person at the app. The text of any other error stays in
 * the log.
 */
import * as z from 'zod/mini';
import { reasonOf, type LogLevel } from '../log/logger.ts';
import { errorWords } from '../words.ts';

export class ShowableError extends Error {
  override readonly name = 'ShowableError';
}

/** What the page may show of an error. */
export function showableMessage(error: unknown): string {
  if (error instanceof ShowableError) return error.message;
  if (error instanceof z.core.$ZodError) {
    // Our own checks carry a sentence for people; zod's own messages speak of types.
    return error.issues.find((issue) => issue.code === 'custom')?.message ?? errorWords.unknownRequest;
  }
  return errorWords.unexpected;
}

/**
 * What the log says about a failed call. The values of invalid arguments may be secret, so only
 * their paths are named.
 */
export function describeFailure(error: unknown): { readonly level: LogLevel; readonly reason: string } {
  if (error instanceof ShowableError) return { level: 'info', reason: error.message };
  if (error instanceof z.core.$ZodError) {
    const places = error.issues.map(({ path, code }) => `${code} at ${path.join('.') || 'the list'}`);
    return { level: 'warn', reason: `invalid arguments (${places.join(', ')})` };
  }
  return { level: 'error', reason: reasonOf(error) };
}
