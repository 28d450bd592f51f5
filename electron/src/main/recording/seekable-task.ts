/** What the main process and the one that makes recordings seekable say to each other. Both are ours, but the file between them is not. */
import * as z from 'zod/mini';

export interface SeekableTask {
  readonly from: string;
  readonly to: string;
}

export const SeekableAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), durationSeconds: z.number() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type SeekableAnswer = z.infer<typeof SeekableAnswer>;
