/** The schemas of the arguments of the recording calls. */
import * as z from 'zod/mini';
import type { RecordingCalls } from '@lectern/bridge';

/**
 * A second of the best quality is less than a megabyte. A page that was blocked sends several
 * seconds at once.
 */
const MAX_BYTES = 32_000_000;

const nothing = z.tuple([]);
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array && value.length <= MAX_BYTES);

export const recordingArguments = {
  startRecording: z.tuple([z.string().check(z.maxLength(200))]),
  writeRecording: z.tuple([bytes]),
  finishRecording: nothing,
  claimInterruptedRecordings: nothing,
  showRecording: z.tuple([z.string().check(z.maxLength(4096))]),
  describeRecordingFolder: nothing,
  chooseRecordingFolder: nothing,
} satisfies { [C in keyof RecordingCalls]: z.ZodMiniType<Parameters<RecordingCalls[C]>> };
