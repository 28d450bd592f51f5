/** What the calls about recordings may be given. */
import * as z from 'zod/mini';
import type { RecordingCalls } from '@lectern/bridge';

/** A second of the best picture is under a megabyte; a page that was held up sends several at once. */
const MOST_BYTES = 32_000_000;

const nothing = z.tuple([]);
const bytes = z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array && value.length <= MOST_BYTES);

export const recordingArguments = {
  startRecording: z.tuple([z.string().check(z.maxLength(200))]),
  writeRecording: z.tuple([bytes]),
  finishRecording: nothing,
  takeInterruptedRecordings: nothing,
  showRecording: z.tuple([z.string().check(z.maxLength(4096))]),
  describeRecordingPlace: nothing,
  chooseRecordingFolder: nothing,
} satisfies { [C in keyof RecordingCalls]: z.ZodMiniType<Parameters<RecordingCalls[C]>> };
