/** The messages between the main process and the process that makes recordings seekable. */
import * as z from 'zod/mini';

export interface SeekableTask {
  readonly from: string;
  readonly to: string;
}

/** Checked, because that process parses a file from the disk. */
export const SeekableAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), durationSeconds: z.number() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type SeekableAnswer = z.infer<typeof SeekableAnswer>;
