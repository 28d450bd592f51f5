/** An error whose message is meant for the person in front of the app. Any other one's stays in the main process' log. */
import * as z from 'zod/mini';

export class ShowableError extends Error {
  override readonly name = 'ShowableError';
}

/** What may be said of `error` outside of the main process. */
export function showableMessage(error: unknown): string {
  if (error instanceof ShowableError) return error.message;
  if (error instanceof z.core.$ZodError) {
    // Our own checks carry a sentence for people; zod's speak of types.
    const sentence = error.issues.find((issue) => issue.code === 'custom')?.message;
    return sentence ?? 'The app was asked for something that it does not know.';
  }
  return 'Something in the app went wrong. Trying again may help.';
}
